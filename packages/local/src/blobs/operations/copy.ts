import type { WallResponse } from "../../wall/wall.ts";
import { done, encrypted, tagHeaders } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation, BlobSource, Grant } from "../call.ts";
import { checkConditions } from "../conditions.ts";
import { readContentProperties } from "../content-properties.ts";
import { badHeader, StorageRefusal } from "../failures.ts";
import { readMetadata } from "../metadata.ts";
import { header, needHeader } from "../request.ts";
import type { BlobRecord } from "../store/record.ts";
import { readTier } from "../tiers.ts";
import { createBlobs, writeBlobs } from "./rights.ts";
import { replaceBlob } from "./write-blob.ts";

/** Opens the source under the caller's conditions for it. The bytes are shared, not written again. */
function openSource(call: BlobCall, deps: BlobDeps, grant: Grant): BlobSource {
  const source = deps.sourceOf(needHeader(call, "x-ms-copy-source"), call, grant);
  checkConditions(call.request.headers, source.record, "source");
  return source;
}

/** The address of a source without what proves that it may be read. */
const shownSource = (call: BlobCall): string => needHeader(call, "x-ms-copy-source").replace(/\?.*$/, "");

/** `Copy Blob`: Azure works in the background; within the emulated cloud it is done at once. */
function copy(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  const given = readMetadata(call);
  const tier = readTier(call);
  const record = deps.store.transaction((): BlobRecord => {
    const { record: source, pieces } = openSource(call, deps, grant);
    return replaceBlob(
      call,
      deps,
      grant,
      {
        kind: source.kind,
        size: source.size,
        properties: source.properties,
        metadata: Object.keys(given).length === 0 ? source.metadata : given,
        ...(source.appended === undefined ? {} : { appended: source.appended }),
        ...(tier === undefined ? {} : { tier }),
        copy: { id: deps.random.uuid(), source: shownSource(call), completedAt: call.now, size: source.size },
      },
      pieces,
    );
  });
  return done(202, {
    ...tagHeaders(record),
    "x-ms-copy-id": record.copy?.id ?? "",
    "x-ms-copy-status": "success",
  });
}

/** `Put Blob From URL`: a new block blob with the bytes of another. */
function putFromUrl(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  const kind = needHeader(call, "x-ms-blob-type");
  if (kind !== "BlockBlob") throw badHeader("x-ms-blob-type", kind);
  const own = readContentProperties(call, false);
  const tier = readTier(call);
  const copies = header(call, "x-ms-copy-source-blob-properties")?.toLowerCase() !== "false";
  const record = deps.store.transaction((): BlobRecord => {
    const { record: source, pieces } = openSource(call, deps, grant);
    return replaceBlob(
      call,
      deps,
      grant,
      {
        kind,
        size: source.size,
        properties: copies ? { ...source.properties, ...said(call, own) } : own,
        metadata: readMetadata(call),
        ...(tier === undefined ? {} : { tier }),
      },
      pieces.map((one) => ({ ...one, id: "" })),
    );
  });
  return done(201, {
    ...tagHeaders(record),
    ...encrypted,
    ...(record.properties.contentMd5 === undefined ? {} : { "content-md5": record.properties.contentMd5 }),
  });
}

/** The properties that the call names itself. */
const said = (call: BlobCall, own: BlobRecord["properties"]): Partial<BlobRecord["properties"]> => {
  if (header(call, "x-ms-blob-content-type") !== undefined) return own;
  const { contentType: _, ...rest } = own;
  return rest;
};

function abort(): never {
  throw new StorageRefusal("NoPendingCopyOperation");
}

const writes = { level: "blob", method: "PUT", sasType: "o", serviceSas: true } as const;
const isCopy = (call: BlobCall): boolean => header(call, "x-ms-copy-source") !== undefined;
const isPut = (call: BlobCall): boolean => header(call, "x-ms-blob-type") !== undefined;

/** Blobs made out of others. */
export const copyOperations: readonly BlobOperation[] = [
  {
    ...writes,
    name: "Copy Blob",
    sas: "cw",
    roles: createBlobs,
    when: (call) => isCopy(call) && !isPut(call),
    run: copy,
  },
  {
    ...writes,
    name: "Put Blob From URL",
    sas: "cw",
    roles: createBlobs,
    when: (call) => isCopy(call) && isPut(call),
    run: putFromUrl,
  },
  { ...writes, name: "Abort Copy Blob", comp: "copy", query: ["copyid"], sas: "w", roles: writeBlobs, run: abort },
];
