import type { Finding } from "@aro/api";
import { isFailure } from "@aro/azure";
import { type MachineSize, offeredSizes, placeNodes } from "../machines/index.ts";
import { type KnownCluster, propertiesOf, regionOf, workerProfiles } from "../names/cluster-facts.ts";
import type { Validation } from "./validation.ts";

/** A kind of machines, and where the customer said what they are to be. */
export interface MachineKind {
  vmSize: string;
  count: number;
  encryptedAtHost: boolean;
  /** JSON path of the profile. */
  profile: string;
}

/** The machines of the control plane while it is made: the one that makes it is a fourth (spec 03 §11.7). */
const controlPlaneMachines = 4;

/** The cluster's machines, the control plane's first. */
export function machineKinds(cluster: KnownCluster): [MachineKind, ...MachineKind[]] {
  const { masterProfile } = propertiesOf(cluster);
  const { property, profiles } = workerProfiles(cluster);
  const isEnabled = (value: string | undefined) => value === "Enabled";
  return [
    {
      vmSize: masterProfile.vmSize,
      count: controlPlaneMachines,
      encryptedAtHost: isEnabled(masterProfile.encryptionAtHost),
      profile: "properties.masterProfile",
    },
    ...profiles.map(({ vmSize, count, encryptionAtHost }, index) => ({
      vmSize,
      count,
      encryptedAtHost: isEnabled(encryptionAtHost),
      profile: `properties.${property}[${index}]`,
    })),
  ];
}

/** What the region offers of the sizes that the cluster names. */
export const clusterSizes = ({ cluster, clients }: Pick<Validation, "cluster" | "clients">, signal: AbortSignal) =>
  offeredSizes(clients, regionOf(cluster), [...new Set(machineKinds(cluster).map(({ vmSize }) => vmSize))], signal);

/** The finding for a size that cannot be had; undefined when it can. */
function unavailable(kind: MachineKind, size: MachineSize | undefined, region: string): Finding | undefined {
  const target = `${kind.profile}.VMSize`;
  const code = "InvalidParameter";
  if (size === undefined) {
    const message = `The VM size '${kind.vmSize}' is not offered in '${region}'. Choose another size or region.`;
    return { code, target, message };
  }
  if (size.restriction === undefined) return undefined;
  const message = `The VM size '${kind.vmSize}' is restricted in '${region}' for this subscription (${size.restriction}). Choose another size or region, or ask Azure support for access to it.`;
  return { code, target, message };
}

/** Whether the sizes can be had, where nodes are to go, and whether their disks can be encrypted on the host (spec 03 §§8.2, 11.7). */
export function sizeFindings(
  cluster: KnownCluster,
  sizes: ReadonlyMap<string, MachineSize>,
  options: { expandedZones: boolean; restrictions: boolean },
): Finding[] {
  const region = regionOf(cluster);
  const kinds = machineKinds(cluster);
  const missing = kinds.flatMap((kind) => {
    const size = sizes.get(kind.vmSize);
    const known = size === undefined || options.restrictions ? size : { ...size, restriction: undefined };
    const finding = unavailable(kind, known, region);
    return finding === undefined ? [] : [finding];
  });
  const unencrypted = kinds.flatMap((kind): Finding[] => {
    if (!kind.encryptedAtHost || sizes.get(kind.vmSize)?.encryptionAtHost !== false) return [];
    const message = `The VM size '${kind.vmSize}' cannot encrypt disks on the host. Choose a size that can, or leave encryption at host out.`;
    return [{ code: "InvalidParameter", target: `${kind.profile}.encryptionAtHost`, message }];
  });
  const [master, worker] = kinds;
  const [controlPlane, workers] = [sizes.get(master.vmSize), sizes.get(worker?.vmSize ?? "")];
  if (controlPlane === undefined || workers === undefined) return [...missing, ...unencrypted];
  const placement = placeNodes({
    region,
    controlPlane: controlPlane.zones,
    workers: workers.zones,
    expanded: options.expandedZones,
  });
  if (placement.outcome === "placed") return [...missing, ...unencrypted];
  const { profile } = placement.kind === "master" ? master : (worker ?? master);
  const sentence = `${placement.problem[0]?.toUpperCase()}${placement.problem.slice(1)}.`;
  return [...missing, ...unencrypted, { code: "InvalidParameter", target: `${profile}.VMSize`, message: sentence }];
}

const featureVersion = "2021-07-01";

/** Encryption at host is a feature that a subscription registers for (spec 03 §11.7). */
export async function featureFindings(
  { cluster, clients }: Pick<Validation, "cluster" | "clients">,
  signal: AbortSignal,
): Promise<Finding[]> {
  const asking = machineKinds(cluster).find(({ encryptedAtHost }) => encryptedAtHost);
  if (asking === undefined) return [];
  const path = `/subscriptions/${clients.subscriptionId}/providers/Microsoft.Features/providers/Microsoft.Compute/features/EncryptionAtHost`;
  const state = await clients
    .call({ method: "GET", path, apiVersion: featureVersion }, signal)
    .then(({ body }) => (body as { properties?: { state?: string } }).properties?.state ?? "unknown")
    .catch((error: unknown) => {
      if (isFailure(error, "notFound")) return "NotRegistered";
      throw error;
    });
  if (state.toLowerCase() === "registered") return [];
  const message = `The subscription is not registered for the feature 'Microsoft.Compute/EncryptionAtHost' (it is '${state}'). Register it: az feature register --namespace Microsoft.Compute --name EncryptionAtHost; or leave encryption at host out.`;
  return [{ code: "InvalidParameter", target: `${asking.profile}.encryptionAtHost`, message }];
}
