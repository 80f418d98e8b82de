import { parseResourceId } from "@aro/api";
import { ApiError, type Connection } from "@aro/client";
import { exitStatus } from "../exit.ts";
import { Problem } from "../problem.ts";

const resourcesVersion = "2021-04-01";
const networkVersion = "2022-01-01";

/** The location of a resource group, or undefined when there is no such group. */
export async function findGroup(
  connection: Connection,
  subscriptionId: string,
  group: string,
): Promise<{ location: string } | undefined> {
  return ifThere(async () => {
    const answer = await connection.call({
      method: "GET",
      path: `/subscriptions/${subscriptionId}/resourcegroups/${encodeURIComponent(group)}`,
      apiVersion: resourcesVersion,
    });
    return answer.body as unknown as { location: string };
  });
}

/** @throws Problem when the subscription has not registered the provider (spec 06 §7.6). */
export async function checkProvider(connection: Connection, subscriptionId: string): Promise<void> {
  const answer = await connection.call({
    method: "GET",
    path: `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift`,
    apiVersion: resourcesVersion,
  });
  const state = (answer.body as { registrationState?: string } | undefined)?.registrationState;
  if (state?.toLowerCase() !== "registered")
    throw new Problem(
      `subscription ${subscriptionId} is not registered for Microsoft.RedHatOpenShift (it is ${state ?? "unknown"}); run: az provider register --namespace Microsoft.RedHatOpenShift --wait`,
    );
}

/** @throws Problem when the subnet of that id does not exist. */
export async function checkSubnet(connection: Connection, flag: string, id: string): Promise<void> {
  const found = await ifThere(() => connection.call({ method: "GET", path: id, apiVersion: networkVersion }));
  if (found !== undefined) return;
  const parts = parseResourceId(id);
  throw new Problem(
    `${flag}: there is no subnet "${parts?.name}" in virtual network "${parts?.names[0]}" of resource group "${parts?.resourceGroup}"; create it, or name another`,
    { exitStatus: exitStatus.notFound },
  );
}

async function ifThere<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}
