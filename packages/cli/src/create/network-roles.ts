import { createHash } from "node:crypto";
import { ApiError, type Connection } from "@aro/client";
import type { Session } from "../sign-in.ts";

const networkContributor = "4d97b98b-1d4f-4787-a291-c67834d212e7";
const roleVersion = "2022-04-01";

/**
 * Lets a cluster's service principal, and the service itself, use the virtual network, as `az aro create` does (spec 06 §7.6): Network Contributor
 * on it, each once. @throws ApiError when the caller may not give roles.
 */
export async function grantNetworkRoles(
  connection: Connection,
  { vnetId, principals }: { vnetId: string; principals: readonly string[] },
): Promise<void> {
  const subscription = vnetId.split("/").slice(0, 3).join("/");
  for (const principalId of principals) {
    const name = assignmentName(vnetId, principalId);
    const properties = {
      roleDefinitionId: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${networkContributor}`,
      principalId,
      principalType: "ServicePrincipal",
    };
    try {
      await connection.call({
        method: "PUT",
        path: `${vnetId}/providers/Microsoft.Authorization/roleAssignments/${name}`,
        apiVersion: roleVersion,
        body: { properties },
      });
    } catch (error) {
      // Given already, under this name or another.
      if (!(error instanceof ApiError) || error.status !== 409) throw error;
    }
  }
}

/** Where a directory is at hand, whoever needs the network is let in; elsewhere the person has done so, or is told by the service. */
export async function letUseNetwork(
  { connection, directory }: Session,
  vnetId: string,
  clientId: string,
): Promise<void> {
  if (directory === undefined) return;
  const found = await Promise.all([directory.objectIdOf(clientId), directory.service()]);
  const principals = found.filter((one) => one !== undefined);
  await grantNetworkRoles(connection, { vnetId, principals });
}

/** The same assignment has the same name each time, so that a repeated create gives none twice. */
function assignmentName(scope: string, principalId: string): string {
  const hash = createHash("sha256").update(`${scope.toLowerCase()}/${principalId}/${networkContributor}`).digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
