import type { AccountKey } from "../types/storage/keys.ts";

/** What a data plane needs to know of a storage account; ARM has the rest. */
export interface Account {
  name: string;
  /** ARM id: the scope at which roles decide. */
  id: string;
  /** Tells this account from a former one of the same name. */
  instance: string;
  kind: string;
  sku: string;
  /** Whether its keys, and SAS signed with them, are taken (`allowSharedKeyAccess`). */
  allowsKeys: boolean;
  /** Whether containers may be public (`allowBlobPublicAccess`). */
  allowsPublic: boolean;
  /** Both keys, read when something is signed with one. */
  keys(): readonly AccountKey[];
}

/** The account of a name, as long as ARM has it. */
export type AccountOf = (name: string) => Account | undefined;

/** What may be read of a container, or of its blobs, without a proof of who reads. */
export type PublicAccess = "None" | "Blob" | "Container";

/** A container, which ARM keeps: `…/blobServices/default/containers/NAME`. */
export interface Container {
  name: string;
  id: string;
  /** Tells this container from a former one of the same name. */
  instance: string;
  etag: string;
  /** Milliseconds since the Unix epoch. */
  changedAt: number;
  publicAccess: PublicAccess;
  metadata: Readonly<Record<string, string>>;
}

/** The containers of accounts: one truth for ARM and for the blob service. Writes happen in a transaction of their own. */
export interface Containers {
  find(account: Account, name: string): Container | undefined;
  /** By name, after `after`. */
  list(account: Account, after: string, limit: number): readonly Container[];
  create(account: Account, name: string, more: Pick<Container, "publicAccess" | "metadata">): Container;
  change(account: Account, name: string, more: Partial<Pick<Container, "publicAccess" | "metadata">>): Container;
  remove(account: Account, name: string): void;
}
