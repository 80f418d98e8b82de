import type { Random } from "@aro/runtime";
import type { Container } from "./account.ts";
import type { BlobCall, BlobDeps } from "./call.ts";
import { badQuery, StorageRefusal } from "./failures.ts";
import type { BlobRecord, Lease } from "./store/record.ts";

/** An entity tag as storage writes it. */
export const freshEtag = (random: Random): string =>
  `"0x8D${Buffer.from(random.bytes(7)).toString("hex").toUpperCase().slice(0, 13)}"`;

/** The container that is addressed. @throws StorageRefusal */
export function containerOf({ account, container }: BlobCall, { containers }: Pick<BlobDeps, "containers">): Container {
  const found = containers.find(account, container);
  if (found === undefined) throw new StorageRefusal("ContainerNotFound");
  return found;
}

const snapshotForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/;

/** The snapshot that is addressed; empty for the blob itself. @throws StorageRefusal */
export function snapshotOf({ query }: BlobCall): string {
  const snapshot = query.get("snapshot") ?? "";
  if (snapshot !== "" && !snapshotForm.test(snapshot)) throw badQuery("snapshot", snapshot);
  return snapshot;
}

/** What stands under the name, with blocks that were only sent; undefined when nothing does. */
export const anyBlob = (
  call: BlobCall,
  container: Container,
  { store }: Pick<BlobDeps, "store">,
): BlobRecord | undefined => store.get({ container: container.instance, name: call.blob, snapshot: "" });

/** The blob that is there for its readers; undefined when there is none, or only blocks of one. */
export function committed(record: BlobRecord | undefined): BlobRecord | undefined {
  return record?.uncommitted === true ? undefined : record;
}

/** The blob or snapshot that is addressed. @throws StorageRefusal */
export function blobOf(call: BlobCall, deps: Pick<BlobDeps, "store" | "containers">): BlobRecord {
  const container = containerOf(call, deps);
  const found = committed(
    deps.store.get({ container: container.instance, name: call.blob, snapshot: snapshotOf(call) }),
  );
  if (found === undefined) throw new StorageRefusal("BlobNotFound");
  return found;
}

/** The record with another lease, or with none. */
export function withLease(record: BlobRecord, lease: Lease | undefined): BlobRecord {
  const { lease: _, ...rest } = record;
  return lease === undefined ? rest : { ...rest, lease };
}
