import { copy, type Doc, fillDefaults, find, isDoc, record, records, setAt, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { completeParts } from "../../resources/parts.ts";
import { store } from "../../resources/references.ts";
import { namesGroup } from "./application-security-groups.ts";
import {
  addressType,
  endpointType,
  interfaceType,
  linkServiceType,
  networkType,
  nsgType,
  poolType,
  readPart,
  subnetType,
} from "./base.ts";
import { takePrivateAddresses } from "./private-addresses.ts";
import { notEmulated, publicAddressesFree, resourceGuid } from "./rules.ts";

/** Machines: whoever holds an interface as one of its own. */
const machineType = "microsoft.compute/virtualmachines";

const configurations: Rule = {
  name: "an interface has IP configurations, each in a subnet, one of them primary",
  evidence: "documented",
  apply: ({ doc, keptId, before }: Change) => {
    const properties = record(doc["properties"]);
    const list = records(properties["ipConfigurations"]);
    if (list.length === 0)
      throw new Refusal(
        400,
        "NetworkInterfaceMustHaveAtLeastOneIpConfiguration",
        `Network interface ${keptId} must have one or more IP configurations.`,
      );
    for (const one of list) {
      const inner = record(one["properties"]);
      one["properties"] = inner;
      if (!isDoc(inner["subnet"]))
        throw new Refusal(
          400,
          "SubnetIsRequired",
          `Subnet is required for IP configuration ${text(one["id"])} of network interface ${keptId}.`,
        );
      inner["privateIPAllocationMethod"] ??= "Dynamic";
      inner["privateIPAddressVersion"] ??= "IPv4";
      if (list.length === 1) inner["primary"] = true;
    }
    const primaries = list.filter((one) => record(one["properties"])["primary"] === true);
    if (primaries.length !== 1)
      throw new Refusal(
        400,
        "NetworkInterfaceMustHaveOnePrimaryIpConfiguration",
        `Network interface ${keptId} has ${primaries.length} primary IP configurations; it must have exactly one.`,
      );
    for (const one of list) record(one["properties"])["primary"] ??= false;
    if (
      properties["privateLinkService"] !== undefined &&
      record(before?.body["properties"])["privateLinkService"] === undefined
    )
      delete properties["privateLinkService"];
  },
};

const oneNetwork: Rule = {
  name: "the IP configurations of an interface lie in one virtual network",
  evidence: "documented",
  apply: ({ doc, keptId }: Change) => {
    const networks = new Set(
      find(doc, "properties.ipConfigurations[].properties.subnet").map(
        (found) => text(record(found.value)["id"]).toLowerCase().split("/subnets/")[0],
      ),
    );
    if (networks.size > 1)
      throw new Refusal(
        400,
        "SubnetsNotInSameVnet",
        `Subnets of the IP configurations of network interface ${keptId} are not in the same Virtual Network.`,
      );
  },
};

const attached: RemovalRule = {
  name: "an interface of a machine, endpoint or link service is not deleted",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked") return;
    const properties = record(row.body["properties"]);
    const machine = engine.rows.linksTo(row.key).find((link) => parseId(link.source)?.typeKey === machineType);
    for (const [by, code] of [
      [machine === undefined ? "" : (engine.rows.get(machine.source)?.id ?? machine.source), "NicInUse"],
      [text(record(properties["privateEndpoint"])["id"]), "NicInUseWithPrivateEndpoint"],
      [text(record(properties["privateLinkService"])["id"]), "NicInUseWithPrivateLinkService"],
    ] as const) {
      if (by !== "")
        throw new Refusal(
          400,
          code,
          `Network Interface ${row.id} is used by existing resource ${by}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
        );
    }
  },
};

/** Network interfaces. */
export const interfaces: TypeRow = networkType({
  type: "Microsoft.Network/networkInterfaces",
  model: "NetworkInterface",
  label: "NetworkInterface",
  takes: { put: [1_000, 3_000], delete: [3_000, 8_000] },
  parts: [readPart("ipConfigurations", "NetworkInterfaceIPConfiguration", "NetworkInterfaceIPConfiguration")],
  references: [
    {
      at: "properties.ipConfigurations[].properties.subnet",
      to: subnetType,
      back: { member: "ipConfigurations", names: "holder" },
      sameRegion: true,
    },
    {
      at: "properties.ipConfigurations[].properties.publicIPAddress",
      to: addressType,
      back: { member: "ipConfiguration", names: "holder", single: true },
      sameRegion: true,
    },
    {
      at: "properties.ipConfigurations[].properties.loadBalancerBackendAddressPools[]",
      to: poolType,
      back: { member: "backendIPConfigurations", names: "holder" },
      sameRegion: true,
    },
    {
      at: "properties.ipConfigurations[].properties.loadBalancerInboundNatRules[]",
      to: "microsoft.network/loadbalancers/inboundnatrules",
      back: { member: "backendIPConfiguration", names: "holder", single: true },
      sameRegion: true,
    },
    {
      at: "properties.networkSecurityGroup",
      to: nsgType,
      back: { member: "networkInterfaces", names: "resource" },
      sameRegion: true,
    },
    {
      at: "properties.privateEndpoint",
      to: endpointType,
      back: { member: "networkInterfaces", names: "resource" },
      own: true,
    },
    {
      at: "properties.privateLinkService",
      to: linkServiceType,
      back: { member: "networkInterfaces", names: "resource" },
      own: true,
    },
    namesGroup("properties.ipConfigurations[].properties.applicationSecurityGroups[]"),
  ],
  addresses: [{ at: "properties.ipConfigurations[].properties" }],
  own: ["properties.privateLinkService"],
  defaults: {
    properties: {
      dnsSettings: { dnsServers: [], appliedDnsServers: [] },
      enableAcceleratedNetworking: false,
      enableIPForwarding: false,
      disableTcpStateTracking: false,
      hostedWorkloads: [],
      tapConfigurations: [],
      nicType: "Standard",
      vnetEncryptionSupported: false,
    },
  },
  expands: ["ipConfigurations/subnet", "networkSecurityGroup", "virtualMachine", "ipConfigurations/publicIPAddress"],
  rules: [
    notEmulated([
      "properties.ipConfigurations[].properties.applicationGatewayBackendAddressPools",
      "properties.ipConfigurations[].properties.virtualNetworkTaps",
      "properties.ipConfigurations[].properties.gatewayLoadBalancer",
    ]),
    resourceGuid,
    configurations,
    oneNetwork,
    publicAddressesFree,
    takePrivateAddresses,
  ],
  removal: [attached],
});

/** The interface that an endpoint or link service has made for itself, if it has. */
export function interfaceOf(engine: Engine, owner: string): Row | undefined {
  for (const link of engine.rows.linksTo(owner)) {
    if (link.target !== owner || parseId(link.source)?.typeKey !== interfaceType) continue;
    return engine.rows.get(link.source);
  }
  return undefined;
}

/** Makes, or brings up to date, the interface through which an endpoint or link service stands in a subnet. */
export function placeInterface(
  change: Change,
  wanted: { name: string; mark: "privateEndpoint" | "privateLinkService"; configurations: Doc[] },
): Row {
  const { engine, keptId, now, location } = change;
  const before = interfaceOf(engine, keptId.toLowerCase());
  const group = keptId.split("/").slice(0, 5).join("/");
  const keptInterface = before?.id ?? `${group}/providers/Microsoft.Network/networkInterfaces/${wanted.name}`;
  const id = parseId(keptInterface);
  if (id === undefined) throw new Error(`no resource id: ${keptInterface}`);
  const doc: Doc = before === undefined ? { location } : copy(before.body);
  setAt(doc, "properties.ipConfigurations", wanted.configurations);
  setAt(doc, `properties.${wanted.mark}`, { id: keptId });
  setAt(doc, "properties.enableIPForwarding", false);
  setAt(doc, "properties.enableAcceleratedNetworking", false);
  fillDefaults(doc, interfaces.defaults);
  const inner: Change = { ...change, type: interfaces, id, before, doc, keptId: keptInterface };
  completeParts(inner);
  for (const rule of [resourceGuid, takePrivateAddresses]) rule.apply(inner);
  const row: Row = {
    key: id.key,
    id: keptInterface,
    type: interfaceType,
    name: id.name,
    owner: id.scopeKey,
    group: id.group,
    subscription: id.subscription,
    location,
    etag: freshEtag(engine),
    state: "Succeeded",
    body: doc,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
  };
  store(engine, row);
  return row;
}
