import { type Doc, find, isDoc, record, text } from "../documents/document.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Principal } from "../wall/arm-call.ts";
import type { Access } from "./access.ts";
import { linkedRefused } from "./refusals.ts";

const network = (types: readonly string[], action: string) =>
  types.map((type) => [`microsoft.network/${type.toLowerCase()}`, `Microsoft.Network/${type}/${action}`] as const);

/** What it takes to name a resource of a type in another one, whoever's that is. Types that are not here may be named by everybody. */
const byTarget: ReadonlyMap<string, string> = new Map([
  ...network(
    [
      "virtualNetworks/subnets",
      "virtualNetworks",
      "networkSecurityGroups",
      "routeTables",
      "natGateways",
      "publicIPAddresses",
      "publicIPPrefixes",
      "networkInterfaces",
      "privateDnsZones",
      "loadBalancers/backendAddressPools",
      "loadBalancers/frontendIPConfigurations",
      "loadBalancers/inboundNatRules",
      "loadBalancers/inboundNatPools",
      "ddosProtectionPlans",
      "serviceEndpointPolicies",
      "virtualNetworkGateways",
    ],
    "join/action",
  ),
  ...network(["applicationSecurityGroups"], "joinIpConfiguration/action"),
  ["microsoft.compute/diskencryptionsets", "Microsoft.Compute/diskEncryptionSets/read"],
  ["microsoft.compute/disks", "Microsoft.Compute/disks/read"],
  ["microsoft.compute/snapshots", "Microsoft.Compute/snapshots/read"],
  ["microsoft.compute/images", "Microsoft.Compute/images/read"],
  ["microsoft.compute/galleries/images/versions", "Microsoft.Compute/galleries/images/versions/read"],
  [
    "microsoft.managedidentity/userassignedidentities",
    "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action",
  ],
]);

/** The same where the resource that names it decides: a peering peers, storage and vaults are reached through subnets' endpoints. */
const bySource: Readonly<Record<string, string>> = {
  "microsoft.network/virtualnetworks/virtualnetworkpeerings microsoft.network/virtualnetworks":
    "Microsoft.Network/virtualNetworks/peer/action",
  "microsoft.storage/storageaccounts microsoft.network/virtualnetworks/subnets":
    "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
  "microsoft.keyvault/vaults microsoft.network/virtualnetworks/subnets":
    "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
};

/** Where resources of a type name others although the table of types has no reference there. */
const extraPlaces: Readonly<Record<string, readonly string[]>> = {
  "microsoft.network/privatednszones/virtualnetworklinks": ["properties.virtualNetwork"],
  "microsoft.containerservice/managedclusters": ["properties.agentPoolProfiles[].vnetSubnetID"],
  "microsoft.storage/storageaccounts": ["properties.networkAcls.virtualNetworkRules[]"],
  "microsoft.keyvault/vaults": ["properties.networkAcls.virtualNetworkRules[]"],
  "microsoft.redhatopenshift/openshiftclusters": [
    "properties.masterProfile.subnetId",
    "properties.workerProfiles[].subnetId",
  ],
};

/** A write whose body names other resources. */
export interface LinkedWrite {
  who: Pick<Principal, "name" | "objectId">;
  /** `Microsoft.Network/networkInterfaces`. */
  type: string;
  /** Id of what is written. */
  id: string;
  body: Doc;
  /** Where bodies of the type name others. */
  places: readonly string[];
}

/** A type of resource, as far as its bodies name others. */
interface NamesOthers {
  type: string;
  references: readonly { at: string; own?: true }[];
}

/** Where bodies of a type name others. */
export const placesOf = (type: NamesOthers): string[] => [
  ...type.references.filter((one) => one.own !== true).map((one) => one.at),
  ...extraPlacesOf(type.type),
];

/** Where the body of one part of a resource names others: of the resource's places, those in the list that the part is in. */
export const placesOfPart = (type: NamesOthers, member: string): string[] => {
  const inside = `properties.${member}[].`;
  return placesOf(type)
    .filter((place) => place.startsWith(inside))
    .map((place) => place.slice(inside.length));
};

/** The places of a type that the table of types does not have. */
export const extraPlacesOf = (type: string): readonly string[] => extraPlaces[type.toLowerCase()] ?? [];

/** Refuses a write whose caller may not use what its body names. Refuses by throwing, as ARM words it. */
export function checkLinked(access: Access | undefined, write: LinkedWrite): void {
  if (access === undefined) return;
  const { who, type, id } = write;
  const refused = new Map<string, { without: string[]; denied: string[] }>();
  for (const target of new Set(namedIn(write))) {
    const action = actionFor(type, target);
    if (action === undefined || within(target, id)) continue;
    const decision = access.decide({ objectId: who.objectId, action, scope: target });
    if (decision.allowed) continue;
    const both = refused.get(action) ?? { without: [], denied: [] };
    both[decision.because === "denied" ? "denied" : "without"].push(target);
    refused.set(action, both);
  }
  const [first] = refused;
  if (first !== undefined)
    throw linkedRefused(who, { action: `${type}/write`, scope: id }, { action: first[0], ...first[1] });
}

const within = (target: string, id: string): boolean => `${target.toLowerCase()}/`.startsWith(`${id.toLowerCase()}/`);

function actionFor(type: string, target: string): string | undefined {
  const key = parseId(target)?.typeKey ?? "";
  return bySource[`${type.toLowerCase()} ${key}`] ?? byTarget.get(key);
}

/** Ids that the body names: at the places, and as identities that the resource is to have. */
function namedIn({ body, places }: LinkedWrite): string[] {
  const found = places.flatMap((place) =>
    find(body, place).map(({ value }) => (isDoc(value) ? text(value["id"]) : text(value))),
  );
  const identities = record(record(body["identity"])["userAssignedIdentities"]);
  const assigned = Object.entries(identities).filter(([, value]) => value !== null);
  return [...found, ...assigned.map(([name]) => name)].filter((one) => one !== "");
}
