import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Directory } from "../entra/directory.ts";
import type { Durable } from "../state/durable.ts";

/** What Graph works with. */
export interface GraphDeps {
  base: string;
  /** DNS suffix of the cloud, which is also the domain of the tenant's people. */
  suffix: string;
  tenantId: string;
  signing: Identity;
  durable: Durable;
  directory: Directory;
  clock: Clock;
  random: Random;
}
