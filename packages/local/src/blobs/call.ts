import type { Clock, Random } from "@aro/runtime";
import type { Access } from "../access/access.ts";
import type { Timing } from "../resources/surroundings.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import type { Account, Containers } from "./account.ts";
import type { DelegationSecret } from "./auth/delegation-key.ts";
import type { BlobStore } from "./store/blob-store.ts";
import type { BlobRecord, Piece } from "./store/record.ts";

/** What the operations need. */
export interface BlobDeps {
  store: BlobStore;
  containers: Containers;
  access: Access;
  clock: Clock;
  /** Ids and entity tags. */
  random: Random;
  timing: Timing;
  /** The blob that a copy is made of, if the caller may read it. @throws StorageRefusal */
  sourceOf(url: string, call: BlobCall, grant: Grant): BlobSource;
  /** From which the delegation keys of accounts are made. */
  delegationSecret: DelegationSecret;
}

/** By what a caller proved that it may, and how far that goes. */
export type Grant =
  | { kind: "key" }
  | { kind: "principal"; objectId: string; tenantId: string }
  | { kind: "sas"; sas: Sas }
  | { kind: "anonymous" };

/** What a shared access signature allows, once its signature and times have been checked. */
export interface Sas {
  /** `account` is told by resource types, the others by what they were made for. */
  form: "account" | "service" | "delegation";
  permissions: string;
  /** Of an account SAS: any of s, c and o. */
  resourceTypes: string;
  /** Who signed a delegation SAS: it allows no more than they may themselves. */
  delegator?: string;
  /** Headers that answers to reads carry instead of the blob's own. */
  overrides: Readonly<Record<string, string>>;
}

/** A call to the blob service, read but not yet allowed. */
export interface BlobCall {
  request: WallRequest;
  account: Account;
  /** Empty at the level of the account. */
  container: string;
  /** Empty at the level of a container. */
  blob: string;
  query: ReadonlyMap<string, string>;
  /** Version of the protocol. */
  version: string;
  /** Milliseconds since the Unix epoch, the same for the whole call. */
  now: number;
  requestId: string;
}

/** Which of the role-based actions a caller needs who comes with a token. */
export interface RoleAction {
  /** After `Microsoft.Storage/storageAccounts/blobServices/`. */
  action: string;
  data?: true;
}

/** One operation of the blob service. */
export interface BlobOperation {
  name: string;
  level: "account" | "container" | "blob";
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** Values of `restype` and `comp` that mean it; absent where there must be none. */
  restype?: string;
  comp?: string;
  /** Tells it from others at the same place by a header. */
  when?(call: BlobCall): boolean;
  /** Query parameters besides restype, comp, timeout and those of a SAS. */
  query?: readonly string[];
  /** Letters of a SAS's permissions, any of which will do; absent where no SAS will. */
  sas?: string;
  /** Resource type that an account SAS must name. */
  sasType?: "s" | "c" | "o";
  /** Whether a SAS for a container or blob will do. */
  serviceSas?: true;
  /** Any of these will do. Absent where no role helps. */
  roles?: readonly RoleAction[];
  /** What of it everybody may where a container is public. */
  open?: "blob" | "container";
  run(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse | Promise<WallResponse>;
}

/** A blob with where its bytes are, to be copied. */
export interface BlobSource {
  record: BlobRecord;
  pieces: readonly Piece[];
}
