import type { Finding } from "@aro/api";
import { failureOf, isFailure } from "@aro/azure";
import { propertiesOf, workerProfiles } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import type { Place } from "./permissions.ts";
import { isSameRegion, type Validation } from "./validation.ts";

/** The disk encryption sets that the cluster names, each once, the control plane's first. */
export function encryptionSets({ cluster }: Validation): Place[] {
  const { property, profiles } = workerProfiles(cluster);
  const named = [
    { id: propertiesOf(cluster).masterProfile.diskEncryptionSetId, target: "properties.masterProfile" },
    ...profiles.map(({ diskEncryptionSetId: id }, index) => ({ id, target: `properties.${property}[${index}]` })),
  ];
  const places = named.flatMap(({ id, target }): Place[] =>
    id === undefined || id === "" ? [] : [{ kind: "diskEncryptionSet", id, target: `${target}.diskEncryptionSetId` }],
  );
  return [...Map.groupBy(places, ({ id }) => id.toLowerCase()).values()].flatMap(([first]) => first ?? []);
}

const code = "InvalidLinkedDiskEncryptionSet";

/** Whether they are there, in the cluster's region (spec 03 §11.5). Who may not read one lacks a permission, which is told of the place. */
export async function encryptionFindings(
  validation: Validation,
  places: readonly Place[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const { clients, cluster } = validation;
  const apiVersion = apiVersionOf("microsoft.compute/diskencryptionsets") ?? "";
  const { location: wanted } = cluster.openShiftCluster;
  const found = await Promise.all(
    places.map(async ({ id, target }): Promise<Finding[]> => {
      try {
        const { body } = await clients.call({ method: "GET", path: id, apiVersion }, signal);
        const { location = "" } = body as { location?: string };
        if (isSameRegion(location, wanted)) return [];
        const message = `The disk encryption set '${id}' lies in '${location}', and the cluster is to lie in '${wanted}'. Name one of the cluster's region.`;
        return [{ code, target, message }];
      } catch (error) {
        if (failureOf(error).status === 403) return [];
        if (!isFailure(error, "notFound")) throw error;
        const message = `The disk encryption set '${id}' does not exist. Create it, or name another.`;
        return [{ code, target, message }];
      }
    }),
  );
  return found.flat();
}
