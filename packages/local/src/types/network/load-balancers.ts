import { copy, find, isDoc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { store } from "../../resources/references.ts";
import {
  addressType,
  frontendType,
  interfaceType,
  linkServiceType,
  networkType,
  poolType,
  readPart,
  subnetType,
} from "./base.ts";
import { takePrivateAddresses } from "./private-addresses.ts";
import { needs, notEmulated, publicAddressesFree, resourceGuid, within } from "./rules.ts";

const inUse = (what: string, code: string) => ({
  code,
  message: (_name: string, id: string, by: string) => `${what} ${id} is in use by ${by} and cannot be deleted.`,
});

const frontends: Rule = {
  name: "a frontend has a subnet or a public address, and not both",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    for (const found of find(doc, "properties.frontendIPConfigurations[]")) {
      const one = record(found.value);
      const properties = record(one["properties"]);
      const sides = [properties["subnet"], properties["publicIPAddress"]].filter(isDoc).length;
      if (sides !== 1)
        throw new Refusal(
          400,
          "LoadBalancerFrontendIPConfigMustHaveExactlyOneAddress",
          `Frontend IP configuration ${text(one["id"])} must reference either a subnet or a public IP address.`,
        );
      properties["privateIPAllocationMethod"] ??= "Dynamic";
      if (isDoc(properties["subnet"])) properties["privateIPAddressVersion"] ??= "IPv4";
    }
  },
};

const sameSku: Rule = {
  name: "load balancer and public addresses have the same sku, which stays",
  evidence: "documented",
  apply: ({ engine, doc, before, keptId }: Change) => {
    const sku = text(record(doc["sku"])["name"]);
    if (before !== undefined && text(record(before.body["sku"])["name"]) !== sku)
      throw new Refusal(
        400,
        "LoadBalancerSkuCannotBeChanged",
        `The sku of load balancer ${keptId} cannot be changed from ${text(record(before.body["sku"])["name"])} to ${sku}.`,
      );
    for (const found of find(doc, "properties.frontendIPConfigurations[].properties.publicIPAddress")) {
      const id = text(record(found.value)["id"]);
      const other = text(record(engine.rows.get(id.toLowerCase())?.body["sku"])["name"]);
      if (other !== sku)
        throw new Refusal(
          400,
          "DifferentSkuLoadBalancersAndPublicIPAddressNotAllowed",
          `Different sku Load Balancers and Public IP Addresses are not allowed: ${keptId} is ${sku}, ${id} is ${other}.`,
        );
    }
  },
};

const poolsOfRules: Rule = {
  name: "a rule's backendAddressPool and backendAddressPools say the same",
  evidence: "seen",
  apply: ({ doc, type, apiVersion }: Change) => {
    const onlyOne = type.lacking?.(apiVersion)?.get("LoadBalancingRuleProperties")?.has("backendAddressPools") === true;
    for (const found of find(doc, "properties.loadBalancingRules[].properties")) {
      const rule = record(found.value);
      const one = rule["backendAddressPool"];
      if (onlyOne) delete rule["backendAddressPools"];
      const many = rule["backendAddressPools"];
      if (isDoc(one) && !Array.isArray(many)) rule["backendAddressPools"] = [copy(one)];
      if (!isDoc(one) && Array.isArray(many) && many.length === 1) rule["backendAddressPool"] = copy(many[0] ?? null);
    }
  },
};

const distinctPorts: Rule = {
  name: "no two rules take the same frontend, port and protocol",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const seen = new Map<string, string>();
    for (const found of find(doc, "properties.loadBalancingRules[]")) {
      const one = record(found.value);
      const rule = record(one["properties"]);
      const mark = `${text(record(rule["frontendIPConfiguration"])["id"]).toLowerCase()} ${String(rule["frontendPort"])} ${text(rule["protocol"])}`;
      const other = seen.get(mark);
      if (other !== undefined)
        throw new Refusal(
          400,
          "RulesUseSameFrontendPortProtocolAndVIP",
          `Load balancing rules ${other} and ${text(one["id"])} cannot use the same frontend IP configuration, frontend port and protocol.`,
        );
      seen.set(mark, text(one["id"]));
    }
  },
};

const linkServices: RemovalRule = {
  name: "a load balancer with a private link service is not deleted",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked") return;
    const user = engine.rows.linksTo(row.key).find((link) => parseId(link.source)?.typeKey === linkServiceType);
    if (user !== undefined)
      throw new Refusal(
        400,
        "CannotDeleteLoadBalancerWithPrivateLinkService",
        `Cannot delete load balancer ${row.id} since it is referenced by private link service ${user.holder}.`,
      );
  },
};

const leavePools: RemovalRule = {
  name: "network interfaces leave the pools of a deleted load balancer",
  evidence: "assumed",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    const users = new Set(engine.rows.linksTo(row.key).map((link) => link.source));
    for (const key of users) {
      const user = engine.rows.get(key);
      if (user === undefined || user.type !== interfaceType) continue;
      const body = copy(user.body);
      for (const member of ["loadBalancerBackendAddressPools", "loadBalancerInboundNatRules"])
        for (const found of find(body, `properties.ipConfigurations[].properties.${member}`))
          if (Array.isArray(found.value))
            found.holder[member] = found.value.filter(
              (one) => !text(record(one)["id"]).toLowerCase().startsWith(`${row.key}/`),
            );
      store(engine, { ...user, body, changedAt: engine.clock.now() });
    }
  },
};

const rulesBack = { member: "loadBalancingRules", names: "holder" } as const;
const probeType = "microsoft.network/loadbalancers/probes";

/** Load balancers with frontends, pools, rules and probes. */
export const loadBalancers: TypeRow = networkType({
  type: "Microsoft.Network/loadBalancers",
  model: "LoadBalancer",
  label: "LoadBalancer",
  takes: { put: [2_000, 6_000], delete: [4_000, 10_000] },
  parts: [
    readPart("frontendIPConfigurations", "FrontendIPConfiguration", "FrontendIPConfiguration", {
      inUse: inUse("Frontend IP configuration", "InUseFrontendIPConfigurationCannotBeDeleted"),
    }),
    readPart("backendAddressPools", "BackendAddressPool", "LoadBalancerBackendAddressPool", {
      verbs: ["GET", "LIST", "PUT", "DELETE"],
      defaults: { properties: { loadBalancerBackendAddresses: [] } },
      inUse: inUse("Backend address pool", "InUseBackendAddressPoolCannotBeDeleted"),
    }),
    readPart("loadBalancingRules", "LoadBalancingRule", "LoadBalancingRule", {
      defaults: {
        properties: {
          idleTimeoutInMinutes: 4,
          loadDistribution: "Default",
          enableFloatingIP: false,
          enableTcpReset: false,
          disableOutboundSnat: false,
        },
      },
    }),
    readPart("probes", "Probe", "Probe", {
      defaults: { properties: { intervalInSeconds: 15, numberOfProbes: 2, probeThreshold: 1 } },
    }),
    readPart("outboundRules", "OutboundRule", "OutboundRule", {
      defaults: { properties: { idleTimeoutInMinutes: 4, allocatedOutboundPorts: 0, enableTcpReset: false } },
    }),
    readPart("inboundNatRules", "InboundNatRule", "InboundNatRule", { verbs: ["GET", "LIST", "PUT", "DELETE"] }),
  ],
  references: [
    {
      at: "properties.frontendIPConfigurations[].properties.subnet",
      to: subnetType,
      back: { member: "ipConfigurations", names: "holder" },
      sameRegion: true,
    },
    {
      at: "properties.frontendIPConfigurations[].properties.publicIPAddress",
      to: addressType,
      back: { member: "ipConfiguration", names: "holder", single: true },
      sameRegion: true,
    },
    { at: "properties.loadBalancingRules[].properties.frontendIPConfiguration", to: frontendType, back: rulesBack },
    { at: "properties.loadBalancingRules[].properties.backendAddressPool", to: poolType, back: rulesBack },
    { at: "properties.loadBalancingRules[].properties.backendAddressPools[]", to: poolType, back: rulesBack },
    { at: "properties.loadBalancingRules[].properties.probe", to: probeType, back: rulesBack },
    {
      at: "properties.outboundRules[].properties.frontendIPConfigurations[]",
      to: frontendType,
      back: { member: "outboundRules", names: "holder" },
    },
    {
      at: "properties.outboundRules[].properties.backendAddressPool",
      to: poolType,
      back: { member: "outboundRules", names: "holder" },
    },
    {
      at: "properties.inboundNatRules[].properties.frontendIPConfiguration",
      to: frontendType,
      back: { member: "inboundNatRules", names: "holder" },
    },
  ],
  addresses: [{ at: "properties.frontendIPConfigurations[].properties" }],
  defaults: {
    sku: { name: "Basic", tier: "Regional" },
    properties: {
      frontendIPConfigurations: [],
      backendAddressPools: [],
      loadBalancingRules: [],
      probes: [],
      inboundNatRules: [],
      outboundRules: [],
      inboundNatPools: [],
    },
  },
  expands: ["frontendIPConfigurations/publicIPAddress", "frontendIPConfigurations/subnet"],
  rules: [
    notEmulated([
      "properties.inboundNatPools",
      "properties.frontendIPConfigurations[].properties.publicIPPrefix",
      "properties.frontendIPConfigurations[].properties.gatewayLoadBalancer",
    ]),
    resourceGuid,
    frontends,
    sameSku,
    poolsOfRules,
    needs("loadBalancingRules", ["protocol", "frontendPort", "frontendIPConfiguration"]),
    within("loadBalancingRules", "frontendPort", 0, 65_534),
    within("loadBalancingRules", "backendPort", 0, 65_535),
    within("loadBalancingRules", "idleTimeoutInMinutes", 4, 100),
    needs("probes", ["protocol", "port"]),
    within("probes", "port", 1, 65_535),
    within("probes", "intervalInSeconds", 5, 2_147_483_646),
    needs("outboundRules", ["protocol", "backendAddressPool"]),
    distinctPorts,
    publicAddressesFree,
    takePrivateAddresses,
  ],
  removal: [linkServices, leavePools],
});
