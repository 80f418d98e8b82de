import type { Finding } from "@aro/api";
import { failureOf } from "@aro/azure";
import { hasPreconfiguredNsg, infraIdOf, propertiesOf } from "../names/cluster-facts.ts";
import { managedResourceId, resourceNames } from "../names/resource-names.ts";
import type { ClusterSubnet } from "../network/cluster-subnets.ts";
import { lackingPermissions, type Place, permissionFindings } from "./permissions.ts";
import type { Principal } from "./principals.ts";
import { type NamedRange, overlaps, prefixLength } from "./ranges.ts";
import {
  type ClusterNetwork,
  clusterNetworks,
  type NetworkAnswer,
  prefixesOf,
  readNetwork,
  type SubnetFacts,
} from "./read-networks.ts";
import { isSameRegion, type Validation } from "./validation.ts";

const code = "InvalidLinkedVNet";
const largestPrefix = 27;

/** The customer's networks, what hangs on them, and whether both principals may use them (spec 03 §§11.2–11.5). */
export async function networkFindings(
  validation: Validation,
  principals: readonly Principal[],
  besides: readonly Place[],
  signal: AbortSignal,
): Promise<Finding[]> {
  const networks = clusterNetworks(validation);
  const answers = await answersFor(validation, networks, principals, signal);
  const findings: Finding[] = [];
  const places: Place[] = [...besides];
  const ranges = clusterRanges(validation);
  for (const network of networks) {
    const answer = answers.get(network.id);
    if (answer === undefined) continue;
    findings.push(...networkOwnFindings(validation, network, answer));
    if (answer.outcome === "missing") continue;
    places.push({ kind: "virtualNetwork", id: network.id, target: network.target });
    if (answer.outcome === "forbidden") continue;
    for (const subnet of network.subnets) {
      const facts = answer.subnets.get(subnet.id.toLowerCase());
      if (facts === undefined) {
        const message = `The subnet '${subnet.id}' does not exist in its virtual network. Create it, or name another.`;
        findings.push({ code, target: subnet.target, message });
        continue;
      }
      findings.push(...subnetFindings(validation, subnet, facts));
      places.push(...placesOf(validation, subnet, facts));
      for (const cidr of prefixesOf(facts))
        ranges.push({ what: `the subnet '${subnet.id}'`, cidr, target: subnet.target });
    }
  }
  const lacking = await lackingPermissions(validation, principals, places, signal);
  return [...permissionFindings(lacking), ...findings, ...overlaps(ranges).map(overlapFinding)];
}

/** Networks that the first party may not read yet are read again once it may. */
async function answersFor(
  validation: Validation,
  networks: readonly ClusterNetwork[],
  principals: readonly Principal[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, NetworkAnswer>> {
  const read = async (some: readonly ClusterNetwork[]) =>
    Promise.all(some.map(async ({ id }) => [id, await readNetwork(validation, id, signal)] as const));
  const answers = new Map(await read(networks));
  const forbidden = networks.filter(({ id }) => answers.get(id)?.outcome === "forbidden");
  if (forbidden.length === 0) return answers;
  const readers = principals.filter(({ kind }) => kind === "firstParty");
  const places = forbidden.map(({ id, target }): Place => ({ kind: "virtualNetwork", id, target }));
  await lackingPermissions(validation, readers, places, signal);
  for (const [id, answer] of await read(forbidden)) answers.set(id, answer);
  return answers;
}

function networkOwnFindings({ cluster }: Validation, { id, target }: ClusterNetwork, answer: NetworkAnswer): Finding[] {
  const { location } = cluster.openShiftCluster;
  switch (answer.outcome) {
    case "missing":
      return [{ code, target, message: `The virtual network '${id}' does not exist. Create it, or name another.` }];
    case "forbidden": {
      // Said of the permissions as well where they are lacking; a deny assignment or a policy is said here only.
      const { body } = failureOf(answer.error);
      const message = `The resource provider may not read the virtual network '${id}': ${body?.message ?? "access is refused"} Give it the role 'Network Contributor' there, then send the request again.`;
      const details = body === undefined ? {} : { details: [body] };
      return [{ code: "InvalidResourceProviderPermissions", target, message, ...details }];
    }
    case "found": {
      if (isSameRegion(answer.location, location)) return [];
      const message = `The virtual network '${id}' lies in '${answer.location}', and the cluster is to lie in '${location}'. Choose a network of the cluster's region, or create the cluster in '${answer.location}'.`;
      return [{ code, target, message }];
    }
  }
}

/** spec 03 §11.4. */
function subnetFindings(validation: Validation, { id, target }: ClusterSubnet, facts: SubnetFacts): Finding[] {
  const { provisioningState = "", networkSecurityGroup } = facts.properties ?? {};
  const said: string[] = [];
  const group = networkSecurityGroup?.id;
  const problem = groupProblem(validation, id, group);
  if (problem !== undefined) said.push(problem);
  if (provisioningState.toLowerCase() !== "succeeded")
    said.push(
      `The subnet '${id}' is in state '${provisioningState}' and must be in 'Succeeded'. Wait until its change has ended, or write it again if that failed.`,
    );
  for (const prefix of prefixesOf(facts))
    if ((prefixLength(prefix) ?? 0) > largestPrefix)
      said.push(
        `The range '${prefix}' of the subnet '${id}' is too small: it must be a /${largestPrefix} or larger. Choose a larger subnet.`,
      );
  return said.map((message) => ({ code, target, message }));
}

function groupProblem({ cluster, creating }: Validation, id: string, group: string | undefined): string | undefined {
  const { infraId } = propertiesOf(cluster);
  const own =
    creating && infraId === undefined
      ? undefined
      : managedResourceId(
          cluster,
          "Microsoft.Network/networkSecurityGroups",
          resourceNames(infraIdOf(cluster)).securityGroup,
        );
  if (hasPreconfiguredNsg(cluster))
    return group === undefined
      ? `The subnet '${id}' has no network security group, and 'preconfiguredNSG' is 'Enabled'. Attach one to it, or set 'preconfiguredNSG' to 'Disabled'.`
      : undefined;
  const isOwn = group !== undefined && group.toLowerCase() === own?.toLowerCase();
  if (creating)
    return group === undefined || isOwn
      ? undefined
      : `The subnet '${id}' has the network security group '${group}' already. Detach it, or create the cluster with 'preconfiguredNSG' set to 'Enabled'.`;
  return isOwn
    ? undefined
    : `The subnet '${id}' must have the cluster's network security group '${own}', and has ${group === undefined ? "none" : `'${group}'`}. Attach the cluster's own again.`;
}

function placesOf({ cluster }: Validation, { id, target }: ClusterSubnet, { properties = {} }: SubnetFacts): Place[] {
  const { routeTable, natGateway, networkSecurityGroup } = properties;
  const places: (Omit<Place, "id" | "target"> & { id: string | undefined })[] = [
    { kind: "subnet", id },
    { kind: "routeTable", id: routeTable?.id },
    { kind: "natGateway", id: natGateway?.id },
    { kind: "securityGroup", id: hasPreconfiguredNsg(cluster) ? networkSecurityGroup?.id : undefined },
  ];
  return places.flatMap((place) => (place.id === undefined ? [] : [{ kind: place.kind, id: place.id, target }]));
}

function clusterRanges({ cluster }: Validation): NamedRange[] {
  const { podCidr, serviceCidr } = propertiesOf(cluster).networkProfile;
  return [
    { what: "'podCidr'", cidr: podCidr, target: "properties.networkProfile.podCidr" },
    { what: "'serviceCidr'", cidr: serviceCidr, target: "properties.networkProfile.serviceCidr" },
  ];
}

const overlapFinding = ([one, other]: readonly [NamedRange, NamedRange]): Finding => ({
  code,
  target: one.target,
  message: `The range '${one.cidr}' of ${one.what} overlaps with '${other.cidr}' of ${other.what}. Choose ranges that have no address in common.`,
});
