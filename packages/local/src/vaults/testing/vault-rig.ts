import { join } from "node:path";
import { type Clock, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import type { Access } from "../../access/access.ts";
import { openIssuingAuthorities } from "../../pki/issuing-authorities.ts";
import { type Durable, openDurable } from "../../state/durable.ts";
import {
  type NamedServices,
  nameServices,
  sharedKeys,
  suffix,
  tenantId,
  tokenFor,
} from "../../testing/named-services.ts";
import type { Wall } from "../../wall/wall.ts";
import { issuingWall } from "../certificates/authority.ts";
import { createKeyVault } from "../key-vault.ts";
import { VaultObjects } from "../objects.ts";
import type { AccessPolicy, Vault } from "../vault.ts";

/** Who the tests are. */
export const somebody = {
  objectId: "aaaaaaaa-0000-0000-0000-000000000001",
  appId: "aaaaaaaa-0000-0000-0000-00000000000a",
} as const;

const all = { secrets: ["all"], keys: ["all"], certificates: ["all"] };
export const allowed: AccessPolicy = { objectId: somebody.objectId, permissions: all };

/** A vault in which somebody may do everything. */
export const vault = (name: string, more: Partial<Vault> = {}): Vault => ({
  name,
  id: `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/${name}`,
  instance: name,
  location: "eastus",
  rbac: false,
  accessPolicies: [allowed],
  softDelete: true,
  retentionDays: 90,
  purgeProtection: false,
  ...more,
});

export interface VaultRig extends NamedServices {
  durable: Durable;
  /** Vaults by name, to be changed at will. */
  vaults: Map<string, Vault>;
  audience: string;
  token(who?: { objectId: string; appId: string }, audience?: string, now?: number): string;
  /** For clients of the SDKs. */
  credential: { getToken(): Promise<{ token: string; expiresOnTimestamp: number }> };
}

/** Key Vault behind a listener and a proxy, with the vaults that are given. */
export async function vaultRig(
  vaults: readonly Vault[],
  options: {
    access?: Access;
    durable?: Durable;
    clock?: Clock;
    scale?: number;
    authorities?: (wall: Wall) => Wall;
  } = {},
): Promise<VaultRig> {
  const byName = new Map(vaults.map((one) => [one.name, one]));
  const durable = options.durable ?? openDurable(":memory:");
  const { folder, keyring } = await sharedKeys();
  const vaultSuffix = `vault.${suffix}`;
  const issuers = openIssuingAuthorities(join(folder, "issuers"), keyring.ca, systemClock, systemRandom);
  const signs = issuingWall({ authorities: issuers, random: systemRandom });
  const services = await nameServices((base) => [
    createKeyVault({
      base,
      tenantId,
      signing: keyring["token-signing"],
      vaultSuffix,
      vaultOf: (name) => byName.get(name),
      objects: new VaultObjects(durable),
      access: options.access ?? { decide: () => ({ allowed: false, because: "no role" }) },
      clock: options.clock ?? systemClock,
      random: systemRandom,
      chance: systemRandom,
      authorities: options.authorities?.(signs) ?? signs,
      orders: new Map(),
      log: silentLog,
      timing: { scale: options.scale ?? 1_000, holdMilliseconds: 0 },
    }),
  ]);
  const audience = `https://${vaultSuffix}`;
  const token: VaultRig["token"] = (who = somebody, wanted = audience, now = systemClock.now()) =>
    tokenFor(keyring, services.base, { audience: wanted, ...who, expires: Math.floor(now / 1000) + 3_600 });
  return {
    ...services,
    durable,
    vaults: byName,
    audience,
    token,
    credential: { getToken: async () => ({ token: token(), expiresOnTimestamp: systemClock.now() + 3_600_000 }) },
    [Symbol.asyncDispose]: async () => {
      await services[Symbol.asyncDispose]();
      durable[Symbol.dispose]();
    },
  };
}
