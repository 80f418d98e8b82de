import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Access } from "../access/access.ts";
import type { Doc } from "../documents/document.ts";
import type { Timing } from "../resources/surroundings.ts";
import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";
import type { Shape } from "./body.ts";
import type { OrdersUnderWay } from "./certificates/orders.ts";
import type { VaultObjects } from "./objects.ts";
import type { Vault, VaultKind } from "./vault.ts";

/** Who calls a vault, as the token says. */
export interface VaultCaller {
  objectId: string;
  appId: string;
  issuer: string;
}

/** What the operations of a vault need. */
export interface VaultDeps {
  objects: VaultObjects;
  access: Access;
  clock: Clock;
  /** Versions and keys. */
  random: Random;
  /** Chance in how long things take. */
  chance: Random;
  timing: Timing;
  /** The authorities that sign certificates (certificates/authority.ts), with the faults between them and the vaults. */
  authorities: Wall;
  /** Orders for certificates that are being carried out. */
  orders: OrdersUnderWay;
  log: Log;
}

/** One call: authenticated, in a known version, and allowed. */
export interface VaultCall {
  vault: Vault;
  request: WallRequest;
  caller: VaultCaller;
  /** Parts of the path that the operation names. */
  parameters: Readonly<Record<string, string>>;
  query: ReadonlyMap<string, string>;
  body: Doc;
  /** Milliseconds since the Unix epoch, the same for the whole call. */
  now: number;
}

/** One operation of the data plane. */
export interface VaultOperation {
  method: "GET" | "PUT" | "POST" | "PATCH" | "DELETE";
  /** Parts in braces are named. */
  path: string;
  kind: VaultKind;
  /** Permissions of the vault's own list, any of which will do. */
  permissions: readonly string[];
  /** Data action of roles, after `Microsoft.KeyVault/vaults/`. */
  action: string;
  body?: { readonly [member: string]: Shape };
  /** Query parameters besides api-version. */
  query?: readonly string[];
  run(call: VaultCall, deps: VaultDeps): WallResponse | Promise<WallResponse>;
}
