import type { Wall } from "../wall/wall.ts";

/** Where a connection to a name and port of the cloud leads. */
export type Destination =
  /** To the cloud's own listener, which ends TLS for that name and asks the host's part. */
  | { kind: "cloud" }
  /** To a server on a port of this machine: an API server of an emulated cluster, say. */
  | { kind: "loopback"; port: number }
  /** The address is known, but nothing answers there now: a balancer without a rule or a machine behind it. */
  | { kind: "nowhere"; reason: string };

/** The names and private addresses that exist in the emulated cloud. Nothing else is ever dialled. */
export interface Names {
  /** `host` in lower case, a name or an address; undefined when nothing of the cloud answers there. */
  find(host: string, port: number): Destination | undefined;
}

/** A service that answers at names of its own: vaults, storage accounts. */
export interface HostPart {
  /** Whether `host` (lower case, no port) is one of its names now: `KV.vault.S` of a vault that exists. */
  serves(host: string): boolean;
  wall: Wall;
}
