import type { WallResponse } from "../../wall/wall.ts";
import { done, encrypted, tagHeaders } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation } from "../call.ts";
import { checkConditions } from "../conditions.ts";
import { readContentProperties } from "../content-properties.ts";
import { badHeader, StorageRefusal } from "../failures.ts";
import { changeLease, checkLease } from "../leases.ts";
import { readMetadata } from "../metadata.ts";
import { blobOf, freshEtag, withLease } from "../places.ts";
import { needHeader } from "../request.ts";
import type { BlobRecord } from "../store/record.ts";
import { readTier } from "../tiers.ts";
import { createBlobs, deleteBlobs, writeBlobs } from "./rights.ts";

/** Changes what a blob says of itself, under its conditions and lease. */
function change(call: BlobCall, deps: BlobDeps, next: (record: BlobRecord) => BlobRecord): BlobRecord {
  return deps.store.transaction(() => {
    const record = blobOf(call, deps);
    checkConditions(call.request.headers, record, "write");
    checkLease(call, record.lease, "blob", "write");
    const changed = { ...next(record), etag: freshEtag(deps.random), changedAt: call.now };
    deps.store.put(changed);
    return changed;
  });
}

function setMetadata(call: BlobCall, deps: BlobDeps): WallResponse {
  const metadata = readMetadata(call);
  return done(200, { ...tagHeaders(change(call, deps, (record) => ({ ...record, metadata }))), ...encrypted });
}

/** What is not named is cleared, but for the content type, as documented. */
function setProperties(call: BlobCall, deps: BlobDeps): WallResponse {
  const properties = readContentProperties(call, false);
  for (const name of ["x-ms-blob-content-length", "x-ms-sequence-number-action"])
    if (call.request.headers[name] !== undefined)
      throw new StorageRefusal("UnsupportedHeader", { HeaderName: name, HeaderValue: call.request.headers[name] });
  return done(200, tagHeaders(change(call, deps, (record) => ({ ...record, properties }))));
}

function setTier(call: BlobCall, deps: BlobDeps): WallResponse {
  needHeader(call, "x-ms-access-tier");
  const tier = readTier(call);
  deps.store.transaction(() => {
    const record = blobOf(call, deps);
    if (record.kind !== "BlockBlob") throw new StorageRefusal("InvalidBlobType");
    checkLease(call, record.lease, "blob", "read");
    // A tier is no part of what etags and dates tell of.
    if (tier !== undefined) deps.store.put({ ...record, tier });
  });
  return done(200);
}

function lease(call: BlobCall, deps: BlobDeps): WallResponse {
  return deps.store.transaction(() => {
    const record = blobOf(call, deps);
    checkConditions(call.request.headers, record, "write");
    const outcome = changeLease(call, record.lease, () => deps.random.uuid());
    deps.store.put(withLease(record, outcome.lease));
    return done(outcome.status, { ...tagHeaders(record), ...outcome.headers });
  });
}

/** Seven digits after the second, as snapshots are named; later than the last one of the blob. */
function snapshotName(now: number, last: string | undefined): string {
  const name = `${new Date(now).toISOString().slice(0, -1)}0000Z`;
  if (last === undefined || last < name) return name;
  const ticks = String(Number(last.slice(20, 27)) + 1).padStart(7, "0");
  return `${last.slice(0, 20)}${ticks}Z`;
}

function snapshot(call: BlobCall, deps: BlobDeps): WallResponse {
  const metadata = readMetadata(call);
  return deps.store.transaction(() => {
    const record = blobOf(call, deps);
    checkConditions(call.request.headers, record, "write");
    checkLease(call, record.lease, "blob", "read");
    const name = snapshotName(call.now, deps.store.snapshots(record.container, record.name).at(-1)?.snapshot);
    const taken = { ...withLease(record, undefined), snapshot: name };
    deps.store.put(Object.keys(metadata).length === 0 ? taken : { ...taken, metadata, etag: freshEtag(deps.random) });
    deps.store.setPieces(taken, deps.store.pieces(record));
    return done(201, { ...tagHeaders(record), "x-ms-snapshot": name, ...encrypted });
  });
}

function remove(call: BlobCall, deps: BlobDeps): WallResponse {
  const which = call.request.headers["x-ms-delete-snapshots"];
  if (which !== undefined && which !== "include" && which !== "only") throw badHeader("x-ms-delete-snapshots", which);
  const { store } = deps;
  store.transaction(() => {
    const record = blobOf(call, deps);
    checkConditions(call.request.headers, record, "write");
    checkLease(call, record.lease, "blob", "write");
    if (record.snapshot !== "") {
      if (which !== undefined) throw badHeader("x-ms-delete-snapshots", which);
      return store.remove(record);
    }
    const snapshots = store.snapshots(record.container, record.name);
    if (which === undefined && snapshots.length > 0) throw new StorageRefusal("SnapshotsPresent");
    for (const one of snapshots) store.remove(one);
    if (which !== "only") store.remove(record);
  });
  return done(202, { "x-ms-delete-type-permanent": "true" });
}

const writes = { level: "blob", method: "PUT", sasType: "o", serviceSas: true } as const;

/** What is done to a blob that is there, less its content. */
export const changeOperations: readonly BlobOperation[] = [
  { ...writes, name: "Set Blob Metadata", comp: "metadata", sas: "w", roles: writeBlobs, run: setMetadata },
  { ...writes, name: "Set Blob Properties", comp: "properties", sas: "w", roles: writeBlobs, run: setProperties },
  { ...writes, name: "Set Blob Tier", comp: "tier", query: ["snapshot"], sas: "w", roles: writeBlobs, run: setTier },
  { ...writes, name: "Lease Blob", comp: "lease", sas: "wd", roles: writeBlobs, run: lease },
  { ...writes, name: "Snapshot Blob", comp: "snapshot", sas: "cw", roles: createBlobs, run: snapshot },
  {
    name: "Delete Blob",
    level: "blob",
    method: "DELETE",
    query: ["snapshot"],
    sas: "d",
    sasType: "o",
    serviceSas: true,
    roles: deleteBlobs,
    run: remove,
  },
];
