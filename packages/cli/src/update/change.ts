import type { JsonObject } from "@aro/api";
import type { Cluster } from "@aro/client";
import { Problem } from "../problem.ts";
import type { Directory } from "../world.ts";
import type { UpdateArguments } from "./flags.ts";

/** The body of the PATCH: nothing but what is to change (spec 06 §7.8). */
export function changeOf(
  { outboundIpCount, tags }: UpdateArguments,
  principal: { clientId?: string; clientSecret?: string },
): JsonObject {
  const properties: JsonObject = {
    ...(Object.keys(principal).length === 0 ? {} : { servicePrincipalProfile: principal }),
    ...(outboundIpCount === undefined
      ? {}
      : { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: outboundIpCount } } } }),
  };
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
  };
}

/**
 * The service principal that the cluster gets, as far as it changes: what was given, or with `--refresh-credentials` a new secret of the one it has,
 * or a new one if that is gone from the directory (spec 06 §7.8).
 * @throws Problem when the cluster has none, or nobody here can make a secret.
 */
export async function principalFor(
  { clientId, clientSecret, refreshCredentials }: UpdateArguments,
  cluster: Cluster,
  directory: Directory | undefined,
): Promise<{ clientId?: string; clientSecret?: string }> {
  if (clientSecret === undefined && refreshCredentials !== true) return {};
  const present = cluster.properties.servicePrincipalProfile?.clientId;
  if (present === undefined)
    throw new Problem(`${cluster.name ?? "the cluster"} has no service principal: its identities are managed ones`);
  if (refreshCredentials !== true)
    return { ...(clientId === undefined ? {} : { clientId }), ...(clientSecret === undefined ? {} : { clientSecret }) };
  if (directory === undefined)
    throw new Problem(
      `--refresh-credentials works with a local instance only; run 'az ad app credential reset --id ${present} --append' and give its password as --client-secret`,
    );
  return (await directory.renew(present)) ?? directory.make(managedGroup(cluster));
}

/** A new principal is named after the group that the cluster manages. */
const managedGroup = ({ name, properties }: Cluster): string =>
  properties.clusterProfile?.resourceGroupId?.split("/").at(-1) ?? name ?? "cluster";
