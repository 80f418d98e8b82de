import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiError, type Connection } from "@aro/client";
import type { Log } from "@aro/telemetry";
import type { Control } from "../control.ts";
import type { Ask } from "../https.ts";
import { serviceNames } from "../rp-environment.ts";
import { type Owner, ownerToken } from "./owner.ts";

export interface VaultSeedDeps {
  connection: Connection;
  ask: Ask;
  control: () => Control;
  subscriptionId: string;
  tenantId: string;
  /** DNS suffix of what is named in the cloud. */
  suffix: string;
  owner: Owner & { objectId: string };
  /** Object id of the service's own principal. */
  firstPartyObjectId: string;
  /** Folder of the service's secrets, a file each. */
  secretsFolder: string;
  log: Log;
  signal: AbortSignal;
}

/** The machine of the metadata service that is a node of the hub, on which installers run (spec 03 §7.2). */
const hubNode = "hive";

const { location, resourceGroup: service, keyVaultPrefix } = serviceNames;
/** Group of the hub's nodes; its name without `-aks1` is the hub's own group (spec 03 §7.6). */
const nodeGroup = `${service}-aks1`;
const versions = { groups: "2021-04-01", identities: "2023-01-31", vaults: "2023-07-01", secrets: "7.4" } as const;
const pollMilliseconds = 20;

/** Secrets of the service vault that its own processes read from files and an installer from the vault; a file that is not there is no secret. */
const serviceSecrets = ["rp-firstparty", "encryption-key-v2", "encryption-key", "cluster-mdsd"] as const;

/** Makes the vaults of the service, the identity of the hub's nodes, and what an installer reads as it. Running it again changes nothing. */
export async function seedServiceVaults(deps: VaultSeedDeps): Promise<void> {
  await make(deps, "the group of the hub's nodes", `/resourcegroups/${nodeGroup}`, versions.groups, { location });
  const identity = await make(
    deps,
    "the identity of the hub's nodes",
    `/resourceGroups/${nodeGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aro-aks-cluster-001-agentpool`,
    versions.identities,
    { location },
  );
  const { clientId, principalId } = identity["properties"] as { clientId: string; principalId: string };
  await deps.control().call("PUT", `/_local/machines/${hubNode}`, {
    resourceGroup: nodeGroup,
    identities: [{ clientId }],
  });
  const rights = (objectId: string, permissions: object) => ({ tenantId: deps.tenantId, objectId, permissions });
  // Both take a while, side by side.
  const svc = await beginVault(deps, "the service's vault", "svc", [
    rights(principalId, { secrets: ["get", "list"] }),
    rights(deps.owner.objectId, { secrets: ["get", "list", "set"] }),
  ]);
  const cls = await beginVault(deps, "the vault of clusters' certificates", "cls", [
    rights(deps.firstPartyObjectId, {
      certificates: ["get", "list", "create", "update", "delete", "purge"],
      secrets: ["get", "list"],
    }),
  ]);
  await svc.made();
  await cls.made();
  await seedSecrets(deps, svc.name);
}

async function beginVault(
  deps: VaultSeedDeps,
  what: string,
  purpose: "svc" | "cls",
  accessPolicies: object[],
): Promise<{ name: string; made: () => Promise<Resource> }> {
  const name = `${keyVaultPrefix}-${purpose}`;
  const path = `/resourceGroups/${service}/providers/Microsoft.KeyVault/vaults/${name}`;
  const properties = { tenantId: deps.tenantId, sku: { family: "A", name: "standard" }, accessPolicies };
  return { name, made: await begin(deps, what, path, versions.vaults, { location, properties }) };
}

type Resource = Record<string, unknown>;

/** A resource that is made when it is not there; gives it when it has been made. */
const make = async (...resource: Parameters<typeof begin>): Promise<Resource> => (await begin(...resource))();

/** Begins to make a resource when it is not there; what it gives waits until it has been made, and gives the resource. */
async function begin(
  { connection, subscriptionId, log, signal }: VaultSeedDeps,
  what: string,
  below: string,
  apiVersion: string,
  body: object,
): Promise<() => Promise<Resource>> {
  const path = `/subscriptions/${subscriptionId}${below}`;
  const read = async (): Promise<Resource | undefined> => {
    try {
      return (await connection.call({ method: "GET", path, apiVersion, signal })).body as Resource;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  };
  let found = await read();
  if (found === undefined) {
    await connection.call({ method: "PUT", path, apiVersion, body, signal });
    log.info("seed.made", { what, path });
  }
  return async () => {
    for (;;) {
      found ??= await read();
      const { provisioningState } = (found?.["properties"] ?? {}) as { provisioningState?: string };
      if (found !== undefined && (provisioningState ?? "Succeeded") === "Succeeded") return found;
      found = undefined;
      await connection.clock.sleep(pollMilliseconds, signal);
    }
  };
}

/** Puts the service's secrets into its vault, each when it is not what the file says. */
async function seedSecrets(deps: VaultSeedDeps, vault: string): Promise<void> {
  const { ask, suffix, owner, secretsFolder, log, signal } = deps;
  const token = await ownerToken(owner, `https://vault.${suffix}`, ask, signal);
  // The cloud answers for all its names at one port; which one is meant is the host that is asked for.
  const headers = { authorization: `Bearer ${token}`, host: `${vault}.vault.${suffix}` };
  for (const name of serviceSecrets) {
    const file = join(secretsFolder, name);
    if (!existsSync(file)) continue;
    const value = readFileSync(file, "utf8").trim();
    const url = `${owner.endpoint}/secrets/${name}?api-version=${versions.secrets}`;
    const present = await ask(url, { headers, signal });
    if (present.status === 200 && (JSON.parse(present.body) as { value?: string }).value === value) continue;
    const written = await ask(url, {
      method: "PUT",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ value }),
      signal,
    });
    if (written.status !== 200)
      throw new Error(`the vault ${vault} refuses the secret ${name}: status ${written.status}`);
    log.info("seed.made", { what: `secret ${name} of the vault ${vault}` });
  }
}
