import type { JsonObject } from "@aro/api";
import { internalFrontend, zoned } from "./network.ts";
import { refTo, resource } from "./resource.ts";

const type = "Microsoft.Network/loadBalancers";

/** Names inside the load balancers that steps look for later. */
const publicFrontend = "public-lb-ip-v4";
export const outboundRule = "outbound-rule-v4";

const interval = { intervalInSeconds: 5, numberOfProbes: 2 };
const https = (name: string, port: number, requestPath: string): JsonObject => ({
  name,
  properties: { protocol: "Https", port, requestPath, ...interval },
});
const readyz = https("api-internal-probe", 6443, "/readyz");

interface Rule {
  name: string;
  frontendPort: number;
  backendPort: number;
  pool: string;
  probe: string;
  disableOutboundSnat: boolean;
}

const rule = (balancer: string, frontend: string, { name, pool, probe, ...ports }: Rule): JsonObject => ({
  name,
  properties: {
    protocol: "Tcp",
    loadDistribution: "Default",
    idleTimeoutInMinutes: 30,
    ...ports,
    frontendIPConfiguration: refTo(`${type}/frontendIPConfigurations`, balancer, frontend),
    backendAddressPool: refTo(`${type}/backendAddressPools`, balancer, pool),
    probe: refTo(`${type}/probes`, balancer, probe),
  },
});

/** The way to the bootstrap machine's SSH, which diagnostics of a failed install make (spec 03 §2.8): the rule, and its probe. */
export const bootstrapSsh = {
  name: "bootstrap-ssh",
  pool: "bootstrap-ssh",
  probe: "bootstrap-ssh",
  frontendPort: 2199,
  backendPort: 22,
  idleTimeoutInMinutes: 30,
  disableOutboundSnat: true,
  probes: { protocol: "Tcp", port: 22, ...interval },
} as const;

/** Rules of the internal load balancer (spec 03 §9.3). */
const internalRules = (infraId: string): Rule[] => [
  {
    name: "api-internal-v4",
    frontendPort: 6443,
    backendPort: 6443,
    pool: infraId,
    probe: "api-internal-probe",
    disableOutboundSnat: true,
  },
  {
    name: "sint-v4",
    frontendPort: 22623,
    backendPort: 22623,
    pool: infraId,
    probe: "sint-probe",
    disableOutboundSnat: false,
  },
  ...[0, 1, 2].map((index) => ({
    name: `ssh-${index}`,
    frontendPort: 2200 + index,
    backendPort: 22,
    pool: `ssh-${index}`,
    probe: "ssh",
    disableOutboundSnat: true,
  })),
];

/** The load balancer inside the cluster's network: API server, machine config server, and SSH to each control plane node. */
export const internalLoadBalancer = (options: {
  name: string;
  infraId: string;
  region: string;
  zones: readonly string[] | undefined;
  masterSubnetId: string;
  /** There is a way to the bootstrap machine's SSH already: Azure does not let go of a pool that an interface is in. */
  bootstrapSsh: boolean;
}): JsonObject => {
  const { probes: sshProbe, ...sshRule } = bootstrapSsh;
  const kept = <One>(one: One): One[] => (options.bootstrapSsh ? [one] : []);
  return resource(type, options.name, {
    location: options.region,
    sku: { name: "Standard" },
    properties: {
      frontendIPConfigurations: [
        {
          name: internalFrontend,
          ...zoned(options.zones),
          properties: { privateIPAllocationMethod: "Dynamic", subnet: { id: options.masterSubnetId } },
        },
      ],
      backendAddressPools: [options.infraId, "ssh-0", "ssh-1", "ssh-2", ...kept(sshRule.pool)].map((name) => ({
        name,
      })),
      loadBalancingRules: [...internalRules(options.infraId), ...kept(sshRule)].map((one) =>
        rule(options.name, internalFrontend, one),
      ),
      probes: [
        readyz,
        https("sint-probe", 22623, "/healthz"),
        { name: "ssh", properties: { protocol: "Tcp", port: 22, ...interval } },
        ...kept({ name: sshRule.probe, properties: sshProbe }),
      ],
    },
  });
};

/** The load balancer that faces the internet: outgoing traffic, and the API server when it is public. */
export function publicLoadBalancer(options: {
  name: string;
  region: string;
  /** Name of the API server's address; absent when it is private. */
  apiAddress: string | undefined;
  /** Names of the addresses that outgoing traffic leaves by. */
  outboundAddresses: readonly string[];
}): JsonObject {
  const { name, region, apiAddress, outboundAddresses } = options;
  const address = (of: string) => refTo("Microsoft.Network/publicIPAddresses", of);
  const frontendOf = (of: string) => (of === apiAddress ? publicFrontend : of);
  const fronts = [...new Set([...(apiAddress === undefined ? [] : [apiAddress]), ...outboundAddresses])];
  return resource(type, name, {
    location: region,
    sku: { name: "Standard" },
    dependsOn: fronts.map((of) => `Microsoft.Network/publicIPAddresses/${of}`),
    properties: {
      frontendIPConfigurations: fronts.map((of) => ({
        name: frontendOf(of),
        properties: { publicIPAddress: address(of) },
      })),
      backendAddressPools: [{ name }],
      loadBalancingRules:
        apiAddress === undefined
          ? []
          : [
              rule(name, publicFrontend, {
                name: "api-internal-v4",
                frontendPort: 6443,
                backendPort: 6443,
                pool: name,
                probe: "api-internal-probe",
                disableOutboundSnat: true,
              }),
            ],
      probes: apiAddress === undefined ? [] : [readyz],
      outboundRules: [
        {
          name: outboundRule,
          properties: {
            frontendIPConfigurations: outboundAddresses.map((of) =>
              refTo(`${type}/frontendIPConfigurations`, name, frontendOf(of)),
            ),
            backendAddressPool: refTo(`${type}/backendAddressPools`, name, name),
            protocol: "All",
            idleTimeoutInMinutes: 30,
          },
        },
      ],
    },
  });
}
