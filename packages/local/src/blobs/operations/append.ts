import type { WallResponse } from "../../wall/wall.ts";
import { done, encrypted, tagHeaders } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation } from "../call.ts";
import { checkBody } from "../checksums.ts";
import { checkConditions } from "../conditions.ts";
import { badHeader, StorageRefusal } from "../failures.ts";
import { checkLease } from "../leases.ts";
import { blobOf, freshEtag } from "../places.ts";
import { header } from "../request.ts";
import type { BlobRecord } from "../store/record.ts";

const mostBlocks = 50_000;

function numberIn(call: BlobCall, name: string): number | undefined {
  const value = header(call, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,15}$/.test(value)) throw badHeader(name, value);
  return Number(value);
}

async function append(call: BlobCall, deps: BlobDeps): Promise<WallResponse> {
  const { body } = call.request;
  if (body.byteLength === 0) throw badHeader("content-length", "0");
  const [largest, position] = ["x-ms-blob-condition-maxsize", "x-ms-blob-condition-appendpos"].map((name) =>
    numberIn(call, name),
  );
  const checked = checkBody(call);
  blobOf(call, deps);
  return deps.store.contents.with(body, (content) => {
    const record = blobOf(call, deps);
    if (record.kind !== "AppendBlob") throw new StorageRefusal("InvalidBlobType");
    checkConditions(call.request.headers, record, "write");
    checkLease(call, record.lease, "blob", "write");
    if (position !== undefined && position !== record.size) throw new StorageRefusal("AppendPositionConditionNotMet");
    if (largest !== undefined && record.size + body.byteLength > largest)
      throw new StorageRefusal("MaxBlobSizeConditionNotMet");
    const blocks = record.appended ?? 0;
    if (blocks >= mostBlocks) throw new StorageRefusal("BlockCountExceedsLimit");
    const next: BlobRecord = {
      ...record,
      size: record.size + body.byteLength,
      appended: blocks + 1,
      etag: freshEtag(deps.random),
      changedAt: call.now,
    };
    deps.store.put(next);
    deps.store.appendPiece(record, blocks, { id: "", content, size: body.byteLength });
    return done(201, {
      ...tagHeaders(next),
      ...checked.headers,
      ...encrypted,
      "x-ms-blob-append-offset": String(record.size),
      "x-ms-blob-committed-block-count": String(blocks + 1),
    });
  });
}

/** Blobs that grow at their end. */
export const appendOperations: readonly BlobOperation[] = [
  {
    name: "Append Block",
    level: "blob",
    method: "PUT",
    comp: "appendblock",
    when: (call) => header(call, "x-ms-copy-source") === undefined,
    sas: "aw",
    sasType: "o",
    serviceSas: true,
    roles: [
      { action: "containers/blobs/write", data: true },
      { action: "containers/blobs/add/action", data: true },
    ],
    run: append,
  },
];
