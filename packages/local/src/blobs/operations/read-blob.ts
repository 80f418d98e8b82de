import type { WallResponse } from "../../wall/wall.ts";
import { encrypted, httpDate, isHead, tagHeaders } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation, Grant } from "../call.ts";
import { crc64, md5 } from "../checksums.ts";
import { checkConditions } from "../conditions.ts";
import { contentHeaders } from "../content-properties.ts";
import { badHeader } from "../failures.ts";
import { checkLease, leaseHeaders } from "../leases.ts";
import { metadataHeaders } from "../metadata.ts";
import { blobOf } from "../places.ts";
import { readRange } from "../ranges.ts";
import { header } from "../request.ts";
import type { BlobRecord } from "../store/record.ts";
import { tierOf } from "../tiers.ts";
import { readBlobs } from "./rights.ts";

/** A checksum of a range is given up to this size. */
const largestChecked = 4 * 1024 * 1024;

const copyHeaders = ({ copy }: BlobRecord): Record<string, string> =>
  copy === undefined
    ? {}
    : {
        "x-ms-copy-id": copy.id,
        "x-ms-copy-source": copy.source,
        "x-ms-copy-status": "success",
        "x-ms-copy-progress": `${copy.size}/${copy.size}`,
        "x-ms-copy-completion-time": httpDate(copy.completedAt),
      };

/** What is told of a blob in the headers of an answer. */
function blobHeaders(record: BlobRecord, now: number): Record<string, string> {
  const { properties, metadata, kind, createdAt, lease, appended, snapshot } = record;
  return {
    ...tagHeaders(record),
    ...contentHeaders(properties),
    "accept-ranges": "bytes",
    "x-ms-blob-type": kind,
    "x-ms-creation-time": httpDate(createdAt),
    ...(snapshot === "" ? leaseHeaders(lease, now) : {}),
    ...metadataHeaders(metadata),
    ...copyHeaders(record),
    ...(appended === undefined ? {} : { "x-ms-blob-committed-block-count": String(appended) }),
    "x-ms-server-encrypted": encrypted["x-ms-request-server-encrypted"],
  };
}

function properties(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  const record = blobOf(call, deps);
  checkConditions(call.request.headers, record, "read");
  checkLease(call, record.lease, "blob", "read");
  const tier = tierOf(record);
  return {
    status: 200,
    headers: {
      ...blobHeaders(record, call.now),
      "content-length": String(record.size),
      ...(record.properties.contentMd5 === undefined ? {} : { "content-md5": record.properties.contentMd5 }),
      ...(tier === undefined
        ? {}
        : {
            "x-ms-access-tier": tier.name,
            ...(tier.inferred ? { "x-ms-access-tier-inferred": "true" } : {}),
            ...(tier.changedAt === undefined ? {} : { "x-ms-access-tier-change-time": httpDate(tier.changedAt) }),
          }),
      ...overridesOf(grant),
    },
    body: new Uint8Array(),
  };
}

/** A SAS may say with which headers its holder is answered. */
const overridesOf = (grant: Grant): Readonly<Record<string, string>> =>
  grant.kind === "sas" ? grant.sas.overrides : {};

function get(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  if (isHead(call)) return properties(call, deps, grant);
  const record = blobOf(call, deps);
  checkConditions(call.request.headers, record, "read");
  checkLease(call, record.lease, "blob", "read");
  const range = readRange(call, record.size);
  const { offset, length } = range ?? { offset: 0, length: record.size };
  const checked = ["x-ms-range-get-content-md5", "x-ms-range-get-content-crc64"].filter(
    (name) => header(call, name)?.toLowerCase() === "true",
  );
  for (const name of checked)
    if (range === undefined || length > largestChecked) throw badHeader(name, header(call, name) ?? "");
  const body = deps.store.contents.read(deps.store.pieces(record), offset, length);
  const { contentMd5 } = record.properties;
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...blobHeaders(record, call.now),
      "content-length": String(length),
      ...(range === undefined
        ? contentMd5 === undefined
          ? {}
          : { "content-md5": contentMd5 }
        : {
            "content-range": `bytes ${offset}-${offset + length - 1}/${record.size}`,
            ...(contentMd5 === undefined ? {} : { "x-ms-blob-content-md5": contentMd5 }),
          }),
      ...(checked.includes("x-ms-range-get-content-md5") ? { "content-md5": md5(body) } : {}),
      ...(checked.includes("x-ms-range-get-content-crc64") ? { "x-ms-content-crc64": crc64(body) } : {}),
      ...overridesOf(grant),
    },
    body,
  };
}

function metadata(call: BlobCall, deps: BlobDeps): WallResponse {
  const record = blobOf(call, deps);
  checkConditions(call.request.headers, record, "read");
  checkLease(call, record.lease, "blob", "read");
  return {
    status: 200,
    headers: { ...tagHeaders(record), ...metadataHeaders(record.metadata) },
    body: new Uint8Array(),
  };
}

const reads = { sas: "r", sasType: "o", serviceSas: true, roles: readBlobs, open: "blob", level: "blob" } as const;

/** Reading a blob. */
export const readOperations: readonly BlobOperation[] = [
  { ...reads, name: "Get Blob", method: "GET", query: ["snapshot"], run: get },
  { ...reads, name: "Get Blob Properties", method: "HEAD", query: ["snapshot"], run: get },
  { ...reads, name: "Get Blob Metadata", method: "GET", comp: "metadata", query: ["snapshot"], run: metadata },
  { ...reads, name: "Get Blob Metadata", method: "HEAD", comp: "metadata", query: ["snapshot"], run: metadata },
];
