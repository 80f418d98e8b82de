import type { WallResponse } from "../../wall/wall.ts";
import { done, encrypted, tagHeaders } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation, Grant } from "../call.ts";
import { checkBody } from "../checksums.ts";
import { checkConditions } from "../conditions.ts";
import { readContentProperties } from "../content-properties.ts";
import { badHeader, StorageRefusal } from "../failures.ts";
import { afterWrite, checkLease } from "../leases.ts";
import { readMetadata } from "../metadata.ts";
import { anyBlob, committed, containerOf, freshEtag, withLease } from "../places.ts";
import { header, needHeader } from "../request.ts";
import type { BlobRecord, Piece } from "../store/record.ts";
import { readTier } from "../tiers.ts";
import { refuseOverwrite } from "./overwrite.ts";
import { createBlobs } from "./rights.ts";

/** Writes a whole blob over whatever was there; checks conditions and lease in the transaction that writes. */
export function replaceBlob(
  call: BlobCall,
  deps: BlobDeps,
  grant: Grant,
  made: Omit<BlobRecord, "container" | "name" | "snapshot" | "etag" | "createdAt" | "changedAt" | "lease">,
  pieces: readonly Piece[],
): BlobRecord {
  const container = containerOf(call, deps);
  const former = anyBlob(call, container, deps);
  const there = committed(former);
  checkConditions(call.request.headers, there, "write");
  checkLease(call, there?.lease, "blob", "write");
  refuseOverwrite(call, deps, grant, there);
  const record = withLease(
    {
      ...made,
      container: container.instance,
      name: call.blob,
      snapshot: "",
      etag: freshEtag(deps.random),
      createdAt: call.now,
      changedAt: call.now,
    },
    afterWrite(there?.lease, call.now),
  );
  deps.store.put(record);
  deps.store.setPieces(record, pieces);
  deps.store.unstage(container.instance, call.blob);
  return record;
}

async function put(call: BlobCall, deps: BlobDeps, grant: Grant): Promise<WallResponse> {
  const kind = needHeader(call, "x-ms-blob-type");
  if (kind === "PageBlob")
    throw new StorageRefusal("UnsupportedHeader", { HeaderName: "x-ms-blob-type", HeaderValue: kind });
  if (kind !== "BlockBlob" && kind !== "AppendBlob") throw badHeader("x-ms-blob-type", kind);
  // Whoever sends a body to what is not there hears it before the bytes are kept.
  containerOf(call, deps);
  const { body } = call.request;
  if (kind === "AppendBlob" && body.byteLength > 0) throw badHeader("content-length", String(body.byteLength));
  const checked = checkBody(call);
  const properties = readContentProperties(call, true);
  const tier = kind === "BlockBlob" ? readTier(call) : undefined;
  const made = {
    kind,
    size: body.byteLength,
    properties: {
      ...properties,
      ...(kind === "AppendBlob" || properties.contentMd5 !== undefined ? {} : { contentMd5: checked.md5 }),
    },
    metadata: readMetadata(call),
    ...(tier === undefined ? {} : { tier }),
    ...(kind === "AppendBlob" ? { appended: 0 } : {}),
  } as const;
  const write = (pieces: readonly Piece[]) => replaceBlob(call, deps, grant, made, pieces);
  const record =
    body.byteLength === 0
      ? deps.store.transaction(() => write([]))
      : await deps.store.contents.with(body, (content) => write([{ id: "", content, size: body.byteLength }]));
  return done(201, { ...tagHeaders(record), ...checked.headers, ...encrypted });
}

/** Writing a blob in one call. */
export const writeOperations: readonly BlobOperation[] = [
  {
    name: "Put Blob",
    level: "blob",
    method: "PUT",
    when: (call) => header(call, "x-ms-copy-source") === undefined,
    sas: "cw",
    sasType: "o",
    serviceSas: true,
    roles: createBlobs,
    run: put,
  },
];
