import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Access } from "./access/access.ts";
import { cloudSuffixes } from "./arm/metadata.ts";
import { openBlobs } from "./blobs/open-blobs.ts";
import type { ServicePart } from "./names/hosts.ts";
import type { Engine } from "./resources/contract.ts";
import type { Timing } from "./resources/surroundings.ts";
import type { Durable } from "./state/durable.ts";
import { consoleBlobs } from "./types/compute/index.ts";
import { registryServers } from "./types/registry/index.ts";
import { createKeyVault } from "./vaults/key-vault.ts";
import { VaultObjects } from "./vaults/objects.ts";
import { vaultsOf } from "./vaults/vault-rows.ts";
import type { Wall } from "./wall/wall.ts";

export interface ServicesDeps {
  base: string;
  suffix: string;
  tenantId: string;
  signing: Identity;
  durable: Durable;
  /** ARM's resources, whose data planes these are. */
  engine: Engine;
  /** Where blobs are kept. */
  blobs: Durable;
  access: Access;
  /** The authorities that sign what vaults order. */
  authorities: Wall;
  log: Log;
  timing: Timing;
  clock: Clock;
  random: Random;
  chance: Random;
}

/** The services that answer at names of their own. */
export const openServices = (deps: ServicesDeps): readonly ServicePart[] => [
  createKeyVault({
    ...deps,
    objects: new VaultObjects(deps.durable),
    orders: new Map(),
    vaultSuffix: cloudSuffixes(deps.suffix).keyVaultDns,
    vaultOf: vaultsOf(deps.engine),
  }),
  consoleBlobs(deps.engine),
  registryServers(deps.engine),
  openBlobs({ ...deps, storageSuffix: cloudSuffixes(deps.suffix).storage }),
];
