import { type Doc, find, record, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { partNamed, partsOf } from "../../resources/lookup.ts";
import type { PartRow } from "../../resources/type-facts.ts";
import { linksGo } from "../private-dns/links.ts";
import { contains, correctedPrefix, overlaps, type Prefix, parsePrefix } from "./addresses.ts";
import { networkType, nsgType } from "./base.ts";
import { networkActions } from "./network-actions.ts";
import { notEmulated, notInUse, resourceGuid } from "./rules.ts";

const subnets: PartRow = {
  segment: "subnets",
  member: "subnets",
  model: "Subnet",
  label: "Subnet",
  verbs: ["GET", "LIST", "PUT", "DELETE"],
  defaults: {
    properties: {
      delegations: [],
      privateEndpointNetworkPolicies: "Disabled",
      privateLinkServiceNetworkPolicies: "Enabled",
    },
  },
  expands: ["ipConfigurations", "networkSecurityGroup", "routeTable", "natGateway", "privateEndpoints"],
  inUse: {
    code: "InUseSubnetCannotBeDeleted",
    message: (name, _id, by) =>
      `Subnet ${name} is in use by ${by} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  },
};

const texts = (value: Value | undefined): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];

function readPrefix(prefix: string, id: string): Prefix {
  const parsed = parsePrefix(prefix);
  if (parsed === "form")
    throw new Refusal(
      400,
      "InvalidAddressPrefixFormat",
      `Address prefix ${prefix} of resource ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    );
  if (parsed === "base")
    throw new Refusal(
      400,
      "InvalidCIDRNotation",
      `The address prefix ${prefix} in resource ${id} has an invalid CIDR notation. For the given prefix length, the address prefix should be ${correctedPrefix(prefix)}.`,
    );
  return parsed;
}

const subnetTexts = (subnet: Doc): string[] => {
  const properties = record(subnet["properties"]);
  const one = text(properties["addressPrefix"]);
  return one === "" ? texts(properties["addressPrefixes"]) : [one];
};

const keepSubnets: Rule = {
  name: "a PUT of the network that leaves `subnets` out keeps them",
  evidence: "documented",
  apply: (change: Change) => {
    const properties = record(change.doc["properties"]);
    change.doc["properties"] = properties;
    if (properties["subnets"] !== undefined) return;
    const before = change.before === undefined ? undefined : record(change.before.body["properties"])["subnets"];
    properties["subnets"] = before === undefined ? [] : structuredClone(before);
  },
};

const addressSpace: Rule = {
  name: "the address space is made of ranges in CIDR notation that do not overlap",
  evidence: "documented",
  apply: (change: Change) => {
    const space = texts(find(change.doc, "properties.addressSpace.addressPrefixes")[0]?.value);
    if (space.length === 0)
      throw new Refusal(
        400,
        "VnetAddressSpaceIsEmpty",
        `Virtual network ${change.keptId} has no address prefix in properties.addressSpace.addressPrefixes.`,
      );
    const ranges = space.map((one) => readPrefix(one, change.keptId));
    ranges.forEach((one, index) => {
      const other = ranges.findIndex((range, at) => at > index && overlaps(range, one));
      if (other >= 0)
        throw new Refusal(
          400,
          "VnetAddressSpaceOverlaps",
          `Address prefixes ${space[index]} and ${space[other]} of virtual network ${change.keptId} overlap.`,
        );
    });
  },
};

const subnetRanges: Rule = {
  name: "subnets lie inside the network and do not overlap",
  evidence: "documented",
  apply: (change: Change) => {
    const space = texts(find(change.doc, "properties.addressSpace.addressPrefixes")[0]?.value).map((one) =>
      readPrefix(one, change.keptId),
    );
    const seen: { name: string; range: Prefix }[] = [];
    for (const subnet of partsOf(change.doc, subnets)) {
      const name = text(subnet["name"]);
      const id = text(subnet["id"]);
      const given = subnetTexts(subnet);
      if (given.length === 0)
        throw new Refusal(
          400,
          "NetcfgInvalidSubnet",
          `Subnet '${name}' is not valid in virtual network '${change.id.name}': it has no address prefix.`,
        );
      for (const range of given.map((one) => readPrefix(one, id))) {
        if (!space.some((outer) => contains(outer, range)))
          throw new Refusal(
            400,
            "NetcfgSubnetRangeOutsideVnet",
            `Subnet '${name}' is not valid because its IP address range is outside the IP address range of virtual network '${change.id.name}'.`,
          );
        if (range.bits === 32 && range.length > 29)
          throw new Refusal(
            400,
            "NetcfgInvalidSubnet",
            `Subnet '${name}' is not valid in virtual network '${change.id.name}': /29 is the smallest subnet.`,
          );
        if (seen.some((other) => other.name !== name && overlaps(other.range, range)))
          throw new Refusal(
            400,
            "NetcfgSubnetRangesOverlap",
            `Subnet '${name}' is not valid because its IP address range overlaps with that of an existing subnet in virtual network '${change.id.name}'.`,
          );
        seen.push({ name, range });
      }
    }
  },
};

const usedRangesStay: Rule = {
  name: "the range of a subnet with addresses in use does not change",
  evidence: "documented",
  apply: (change: Change) => {
    if (change.before === undefined) return;
    for (const old of partsOf(change.before.body, subnets)) {
      const now = partNamed(change.doc, subnets, text(old["name"]));
      if (now === undefined) continue;
      const left = subnetTexts(old).find((one) => !subnetTexts(now).includes(one));
      if (left !== undefined && change.engine.rows.leases(text(old["id"]).toLowerCase()).length > 0)
        throw new Refusal(
          400,
          "InUsePrefixCannotBeDeleted",
          `IpPrefix ${left} on Subnet ${text(old["name"])} has active allocations and cannot be deleted.`,
        );
    }
  },
};

const serviceEndpoints: Rule = {
  name: "service endpoints are provisioned with their subnet, once for each service",
  evidence: "documented",
  apply: (change: Change) => {
    for (const found of find(change.doc, "properties.subnets[].properties.serviceEndpoints")) {
      const seen = new Set<string>();
      for (const endpoint of Array.isArray(found.value) ? found.value.map(record) : []) {
        const service = text(endpoint["service"]);
        if (service === "" || seen.has(service.toLowerCase()))
          throw new Refusal(
            400,
            service === "" ? "SubnetServiceEndpointWithoutService" : "SubnetWithDuplicateServiceEndpoints",
            `Subnet ${text(found.element?.["id"])} lists the service '${service}' ${service === "" ? "without a name" : "more than once"} in serviceEndpoints.`,
          );
        seen.add(service.toLowerCase());
        if (texts(endpoint["locations"]).length === 0) endpoint["locations"] = ["*"];
        endpoint["provisioningState"] = "Succeeded";
      }
    }
  },
};

/** Virtual networks with their subnets. */
export const virtualNetworks: TypeRow = networkType({
  type: "Microsoft.Network/virtualNetworks",
  model: "VirtualNetwork",
  label: "VirtualNetwork",
  takes: { put: [3_000, 8_000], delete: [8_000, 15_000] },
  busy: "another",
  parts: [subnets],
  references: [
    {
      at: "properties.subnets[].properties.networkSecurityGroup",
      to: nsgType,
      back: { member: "subnets", names: "holder" },
      sameRegion: true,
    },
    {
      at: "properties.subnets[].properties.routeTable",
      to: "microsoft.network/routetables",
      back: { member: "subnets", names: "holder" },
      sameRegion: true,
    },
    {
      at: "properties.subnets[].properties.natGateway",
      to: "microsoft.network/natgateways",
      back: { member: "subnets", names: "holder" },
      sameRegion: true,
    },
  ],
  actions: networkActions,
  defaults: { properties: { virtualNetworkPeerings: [], enableDdosProtection: false } },
  expands: ["subnets/ipConfigurations"],
  rules: [
    keepSubnets,
    notEmulated([
      "properties.virtualNetworkPeerings",
      "properties.ddosProtectionPlan",
      "properties.ipAllocations",
      "properties.subnets[].properties.serviceEndpointPolicies",
      "properties.subnets[].properties.applicationGatewayIPConfigurations",
      "properties.subnets[].properties.ipAllocations",
      "properties.subnets[].properties.ipamPoolPrefixAllocations",
      "properties.subnets[].properties.serviceGateway",
    ]),
    resourceGuid,
    addressSpace,
    subnetRanges,
    usedRangesStay,
    serviceEndpoints,
  ],
  removal: [
    linksGo,
    notInUse(
      "InUseSubnetCannotBeDeleted",
      (id, [first]) =>
        `Subnet of virtual network ${id.split("/").at(-1)} is in use by ${first} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    ),
  ],
});
