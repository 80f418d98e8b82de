import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { shapeAt, valuesAt } from "../contract/shape.ts";
import { overlap, parseCidr, rangeText } from "./cidr.ts";
import { invalid, isUnset, oneOf, type Rule } from "./rule.ts";

const profile = "properties.networkProfile";

/** Ranges OVN-Kubernetes and the metadata service use inside the cluster (spec 01 §7.5). */
const reservedRanges = ["100.64.0.0/16", "169.254.169.0/29", "100.88.0.0/16"] as const;

const reserved = reservedRanges.map((text) => {
  const parsed = parseCidr(text);
  if (parsed?.family !== "IPv4") throw new Error(`${text} is not an IPv4 range`);
  return { text, range: parsed.range };
});

const networkKind = `${profile}.softwareDefinedNetwork`;

function cidrRule(member: "podCidr" | "serviceCidr", longest: number): Rule {
  const target = `${profile}.${member}`;
  return {
    on: "change",
    reads: [target],
    check: ({ draft, creating, shape }): Finding[] => {
      const value = draft.properties?.networkProfile?.[member];
      const parsed = parseCidr(value ?? "");
      if (parsed === undefined) return [invalid(target, messages.cidr({ target, value }))];
      if (parsed.family === "IPv6") return [invalid(target, messages.cidrFamily({ target, value }))];
      const { range } = parsed;
      // Where the network can be chosen, only one of them uses these ranges.
      const isInside =
        shapeAt(shape, networkKind) === undefined ||
        draft.properties?.networkProfile?.softwareDefinedNetwork === "OVNKubernetes";
      const taken = creating && isInside ? reserved.find((other) => overlap(range, other.range)) : undefined;
      if (taken !== undefined)
        return [invalid(profile, messages.cidrReserved({ target, value, reserved: taken.text }), "InvalidCIDRRange")];
      if (range.prefix > longest) return [invalid(target, messages.cidrTooSmall({ target, value, longest }))];
      return range.address === range.base
        ? []
        : [invalid(target, messages.cidrBase({ target, value, base: rangeText(range) }), "InvalidNetworkAddress")];
    },
  };
}

/** The pods' range: IPv4, not reserved, at least a /18, written by its first address. */
export const podCidr = cidrRule("podCidr", 18);

/** The services' range: IPv4, not reserved, at least a /22, written by its first address. */
export const serviceCidr = cidrRule("serviceCidr", 22);

/** The cluster's own network, in the one version that offers a choice; the target's capital is what clients know (spec 01 §7.5). */
export const softwareDefinedNetwork: Rule = {
  on: "change",
  reads: [networkKind],
  check: ({ draft, shape }) =>
    oneOf(
      `${profile}.SoftwareDefinedNetwork`,
      draft.properties?.networkProfile?.softwareDefinedNetwork,
      valuesAt(shape, networkKind),
      messages.oneOf,
    ),
};

/** The way out of the cluster's network, and what it asks of visibility (spec 01 §7.6). */
export const outboundType: Rule = {
  on: "change",
  reads: [`${profile}.outboundType`, "properties.apiserverProfile.visibility", "properties.ingressProfiles"],
  check: ({ draft, shape }) => {
    const target = `${profile}.outboundType`;
    const value = draft.properties?.networkProfile?.outboundType;
    const values = valuesAt(shape, target);
    if (!isUnset(value) && !values.includes(`${value}`))
      return [invalid(target, messages.oneOf({ target, value, values }))];
    const visibilities = [
      draft.properties?.apiserverProfile?.visibility,
      draft.properties?.ingressProfiles?.[0]?.visibility,
    ];
    return value === "UserDefinedRouting" && visibilities.some((visibility) => visibility !== "Private")
      ? [invalid(target, messages.outboundPublic())]
      : [];
  },
};

const balancer = `${profile}.loadBalancerProfile`;

/** No load balancer settings where nothing leaves by the load balancer. */
export const loadBalancerWanted: Rule = {
  on: "change",
  reads: [`${profile}.outboundType`, balancer],
  check: ({ draft }) => {
    const network = draft.properties?.networkProfile;
    return network?.outboundType === "UserDefinedRouting" && network.loadBalancerProfile !== undefined
      ? [invalid(balancer, messages.outboundBalanced())]
      : [];
  },
};

/** One way to come by outbound addresses, in the one version that has several (spec 01 §7.6). */
export const oneOutboundWay: Rule = {
  on: "change",
  reads: [balancer],
  check: ({ draft }) => {
    const set = draft.properties?.networkProfile?.loadBalancerProfile;
    if (set === undefined) return [];
    const ways = [set.managedOutboundIps, set.outboundIps, set.outboundIpPrefixes].filter((way) => way !== undefined);
    return ways.length === 1 ? [] : [invalid(balancer, messages.oneOutboundWay({ count: ways.length }))];
  },
};

/** Settings that were announced and never made (spec 01 §7.6). */
export const announcedOnly: Rule = {
  on: "change",
  reads: [`${balancer}.outboundIps`, `${balancer}.outboundIpPrefixes`, `${balancer}.allocatedOutboundPorts`],
  check: ({ draft }) => {
    const set = draft.properties?.networkProfile?.loadBalancerProfile;
    return (["outboundIps", "outboundIpPrefixes", "allocatedOutboundPorts"] as const)
      .filter((member) => set?.[member] !== undefined)
      .map((member) => invalid(`${balancer}.${member}`, messages.announcedOnly({ target: `${balancer}.${member}` })));
  },
};

const mostManagedIps = 20;

/** How many outbound addresses the service manages: 1 to 20, one on the old architecture (spec 01 §7.6). */
export const managedOutboundIps: Rule = {
  on: "change",
  reads: [`${balancer}.managedOutboundIps`],
  check: ({ draft, request }) => {
    const managed = draft.properties?.networkProfile?.loadBalancerProfile?.managedOutboundIps;
    if (managed === undefined) return [];
    const most = request.stored?.properties.architectureVersion === 0 ? 1 : mostManagedIps;
    const count = managed.count ?? 0;
    return count >= 1 && count <= most
      ? []
      : [invalid(`${balancer}.managedOutboundIps.count`, messages.managedOutboundIps({ value: count, most }))];
  },
};

/** The addresses in use are the service's to report. */
export const effectiveOutboundIps: Rule = {
  on: "create",
  reads: [`${balancer}.effectiveOutboundIps`],
  check: ({ draft }) => {
    const target = `${balancer}.effectiveOutboundIps`;
    return draft.properties?.networkProfile?.loadBalancerProfile?.effectiveOutboundIps === undefined
      ? []
      : [invalid(target, messages.serviceSets({ target }))];
  },
};
