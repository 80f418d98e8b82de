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

/** Makes what is missing of the seed; running it again changes nothing. @throws when the cloud refuses. */
export async function applySeed(deps: SeedDeps): Promise<void> {
  await makeMissing(deps, [
    ...seedList(deps.suffix).map((row) => ({ ...row, path: `/subscriptions/${deps.subscriptionId}${row.path}` })),
    ...roleList.map((row) => assignment(deps, row, deps.firstPartyObjectId)),
  ]);
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
  if (objectId !== undefined) await makeMissing(deps, [assignment(deps, firstClusterRole, objectId)]);
}

/** Looks for all at once, and makes what is not there one after the other: the order decides which ids a reproducible cloud gives. */
async function makeMissing(deps: SeedDeps, rows: readonly SeedRow[]): Promise<void> {
  const present = await Promise.all(rows.map((row) => exists(deps, row.path, row.apiVersion)));
  for (const [index, row] of rows.entries()) if (present[index] === false) await put(deps, row);
}

/** What gives a principal a role. */
function assignment({ subscriptionId }: SeedDeps, { what, scope, name, role }: RoleRow, principalId: string): SeedRow {
  const subscription = `/subscriptions/${subscriptionId}`;
  const properties = {
    roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    principalType: "ServicePrincipal",
  };
  return {
    what,
    path: `${subscription}${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    apiVersion: roleVersion,
    body: { properties },
  };
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
