import { type InstallFacts, ingressAddressOf, internalAddressOf } from "../cluster/facts.ts";
import { openSshPublicKey } from "../cluster/ssh-key.ts";
import { type ClusterNames, dnsmasqFiles, dnsmasqUnit } from "../customisations/dnsmasq.ts";
import { etcHostsFiles, etcHostsUnit } from "../customisations/etc-hosts.ts";
import { largeMtu, mtuFile } from "../customisations/mtu.ts";
import { registriesFile } from "../customisations/registries.ts";
import type { ManifestFile } from "./kube-object.ts";
import { type MachineConfigContents, machineConfig, type NodeRole, nodeRoles } from "./machine-config.ts";

/** The names of a cluster as its machines must know them. */
export const clusterNames = (facts: InstallFacts): ClusterNames => ({
  domain: facts.domain,
  internalAddress: internalAddressOf(facts),
  ingressAddress: ingressAddressOf(facts),
  gatewayDomains: facts.gatewayDomains,
  gatewayAddress: facts.cluster.properties.networkProfile.gatewayPrivateEndpointIp,
});

interface Row {
  name: (role: NodeRole) => string;
  /** Both roles when absent. */
  roles?: readonly NodeRole[];
  appliesTo?: (facts: InstallFacts) => boolean;
  contents: (facts: InstallFacts) => MachineConfigContents;
}

/** The MachineConfigs a cluster begins with (spec 03 §7.3). */
const rows: readonly Row[] = [
  {
    name: (role) => `99-${role}-ssh`,
    contents: ({ cluster }) => ({
      sshAuthorizedKeys: [openSshPublicKey(Buffer.from(cluster.properties.sshKey ?? "", "base64"))],
    }),
  },
  {
    name: (role) => `99-${role}-fips`,
    appliesTo: ({ cluster }) => cluster.properties.clusterProfile.fipsValidatedModules === "Enabled",
    contents: () => ({ fips: true }),
  },
  {
    name: (role) => `99-${role}-mtu`,
    appliesTo: ({ cluster }) => cluster.properties.networkProfile.mtuSize === largeMtu,
    contents: () => ({ files: [mtuFile] }),
  },
  {
    name: (role) => `99-${role}-aro-dns`,
    contents: (facts) => ({ files: dnsmasqFiles(clusterNames(facts)), units: [dnsmasqUnit("node")] }),
  },
  {
    name: (role) => `99-${role}-aro-etc-hosts-gateway-domains`,
    contents: (facts) => ({ files: etcHostsFiles(clusterNames(facts)), units: [etcHostsUnit] }),
  },
  {
    name: () => "90-aro-worker-registries",
    roles: ["worker"],
    contents: ({ registryDomain }) => ({ files: [registriesFile(registryDomain)] }),
  },
];

/** A file for each MachineConfig that applies to this cluster. */
export const machineConfigFiles = (facts: InstallFacts): ManifestFile[] =>
  rows
    .filter(({ appliesTo }) => appliesTo?.(facts) ?? true)
    .flatMap(({ name, roles = nodeRoles, contents }) =>
      roles.map((role) => ({
        path: `openshift/99_openshift-machineconfig_${name(role)}.yaml`,
        objects: [machineConfig(name(role), role, contents(facts))],
      })),
    );
