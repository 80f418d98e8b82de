import { existsSync } from "node:fs";
import type { Directory } from "@aro/cli";
import { ApiError, type Connection } from "@aro/client";
import type { Log } from "@aro/telemetry";
import { readJson, writeJson } from "../json-file.ts";
import {
  customerNames,
  firstClusterRole,
  type RoleRow,
  roleList,
  roleVersion,
  type SeedRow,
  seedList,
} from "./list.ts";

/** A service principal as it was made; the secret is shown this once. */
export interface ServicePrincipal {
  clientId: string;
  clientSecret: string;
}

/** What only the first seeding could learn. */
export interface Seeded {
  servicePrincipal: ServicePrincipal;
}

export interface SeedDeps {
  connection: Connection;
  subscriptionId: string;
  /** DNS suffix of what is named in the cloud. */
  suffix: string;
  directory: Directory;
  /** Object id of the service's own principal. */
  firstPartyObjectId: string;
  /** Where {@link Seeded} is kept. */
  seededFile: string;
  log: Log;
  signal: AbortSignal;
}

const providerVersion = "2021-04-01";
const registrationPollMilliseconds = 20;

/** Makes what is missing of the seed; running it again changes nothing. @throws when the cloud refuses. */
export async function applySeed(deps: SeedDeps): Promise<void> {
  for (const row of seedList(deps.suffix)) {
    const path = `/subscriptions/${deps.subscriptionId}${row.path}`;
    if (await exists(deps, path, row.apiVersion)) continue;
    await put(deps, { ...row, path });
  }
  for (const row of roleList) await assignRole(deps, row, deps.firstPartyObjectId);
  if (!existsSync(deps.seededFile)) {
    const servicePrincipal = await deps.directory.make(customerNames.cluster);
    writeJson(deps.seededFile, { servicePrincipal } satisfies Seeded);
    deps.log.info("seed.made", {
      what: "a service principal for the first cluster",
      clientId: servicePrincipal.clientId,
    });
  }
  // After the principal is written down: its role is found wanting by the next seeding, however this one ends.
  const seeded = readJson<Seeded>(deps.seededFile);
  const objectId = seeded && (await deps.directory.objectIdOf(seeded.servicePrincipal.clientId));
  if (objectId !== undefined) await assignRole(deps, firstClusterRole, objectId);
  await register(deps);
}

/** Gives a principal a role, once. */
async function assignRole(deps: SeedDeps, { what, scope, name, role }: RoleRow, principalId: string): Promise<void> {
  const { subscriptionId } = deps;
  const subscription = `/subscriptions/${subscriptionId}`;
  const path = `${subscription}${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`;
  if (await exists(deps, path, roleVersion)) return;
  const properties = {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    principalType: "ServicePrincipal",
  };
  await put(deps, { what, path, apiVersion: roleVersion, body: { properties } });
}

const customerSide = new RegExp(`^/subscriptions/[^/]+/resourcegroups/${customerNames.resourceGroup}(/|$)`, "i");

/**
 * Makes one resource. What is the customer's may be refused: their group is being deleted, or they have locked it. An instance comes up without it,
 * all the more since a deletion waits for the service.
 */
async function put({ connection, log, signal }: SeedDeps, { what, path, apiVersion, body }: SeedRow): Promise<void> {
  try {
    await connection.call({ method: "PUT", path, apiVersion, body, signal });
    log.info("seed.made", { what, path });
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500 || !customerSide.test(path)) throw error;
    log.warn("seed.refused", { what, path, error });
  }
}

async function exists({ connection, signal }: SeedDeps, path: string, apiVersion: string): Promise<boolean> {
  try {
    await connection.call({ method: "GET", path, apiVersion, signal });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}

/** The subscription is registered once the service has confirmed that it was told (ARM-SUB-01). */
async function register({ connection, subscriptionId, signal }: SeedDeps): Promise<void> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift`;
  const state = async (method: "GET" | "POST", of: string) =>
    (
      (await connection.call({ method, path: of, apiVersion: providerVersion, signal })).body as {
        registrationState?: string;
      }
    ).registrationState;
  if ((await state("GET", path)) === "Registered") return;
  let now = await state("POST", `${path}/register`);
  while (now !== "Registered") {
    await connection.clock.sleep(registrationPollMilliseconds, signal);
    now = await state("GET", path);
  }
}
