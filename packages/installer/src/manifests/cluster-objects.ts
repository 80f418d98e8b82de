import { parseAllDocuments, stringify } from "yaml";
import { type InstallFacts, infraIdOf, managedGroupOf } from "../cluster/facts.ts";
import { minorVersionOf } from "../cluster/minor-version.ts";
import { mirroredRepositories } from "../install-config/mirrors.ts";
import type { InstallConfig } from "../install-config/types.ts";
import { cloudProviderConfig } from "./cloud-provider-config.ts";
import { configMap, type KubeObject, type ManifestFile } from "./kube-object.ts";

const config = (kind: string, name: string, members: Record<string, unknown>): KubeObject => ({
  apiVersion: "config.openshift.io/v1",
  kind,
  metadata: { name },
  ...members,
});

const infrastructure = (facts: InstallFacts, { platform }: InstallConfig): KubeObject =>
  config("Infrastructure", "cluster", {
    spec: {
      cloudConfig: { name: "cloud-provider-config", key: "config" },
      platformSpec: { type: "Azure", azure: {} },
    },
    status: {
      apiServerInternalURI: `https://api-int.${facts.domain}:6443`,
      apiServerURL: `https://api.${facts.domain}:6443`,
      controlPlaneTopology: "HighlyAvailable",
      cpuPartitioning: "None",
      etcdDiscoveryDomain: "",
      infrastructureName: infraIdOf(facts),
      infrastructureTopology: "HighlyAvailable",
      platform: "Azure",
      platformStatus: {
        type: "Azure",
        azure: {
          cloudName: platform.azure.cloudName,
          ...(platform.azure.armEndpoint === undefined ? {} : { armEndpoint: platform.azure.armEndpoint }),
          networkResourceGroupName: platform.azure.networkResourceGroupName,
          resourceGroupName: managedGroupOf(facts),
        },
      },
    },
  });

/** Without zones: no private DNS zone of Azure is made, nodes resolve the cluster's names themselves (spec 03 §7.3). */
const dns = ({ domain }: InstallFacts): KubeObject =>
  config("DNS", "cluster", { spec: { baseDomain: domain }, status: {} });

const network = ({ networking }: InstallConfig): KubeObject =>
  config("Network", "cluster", {
    spec: {
      clusterNetwork: networking.clusterNetwork,
      externalIP: { policy: {} },
      networkType: networking.networkType,
      serviceNetwork: networking.serviceNetwork,
    },
    status: {},
  });

/** The whole config but the pull secret, as clusters show it. */
const clusterConfig = (installConfig: InstallConfig): KubeObject =>
  configMap("kube-system", "cluster-config-v1", {
    "install-config": stringify({ ...installConfig, pullSecret: "" }, { lineWidth: 0 }),
  });

/** What the version operator leaves alone: the objects that Hive gave us for this cluster (spec 03 §7.3). */
const overrides = (facts: InstallFacts): Record<string, unknown>[] =>
  [...facts.customManifests.values()]
    .flatMap((text) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject | null))
    .filter((object) => object !== null)
    .map(({ apiVersion, kind, metadata }) => ({
      group: apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "",
      kind,
      namespace: metadata.namespace ?? "",
      name: metadata.name,
      unmanaged: true,
    }));

const clusterVersion = (facts: InstallFacts, { capabilities }: InstallConfig): KubeObject => {
  const unmanaged = overrides(facts);
  return config("ClusterVersion", "version", {
    spec: {
      channel: `stable-${minorVersionOf(facts.cluster.properties.clusterProfile.version)}`,
      clusterID: facts.documentId,
      capabilities,
      ...(unmanaged.length === 0 ? {} : { overrides: unmanaged }),
    },
  });
};

/** Where the default ingress is published; said only when it is not the internet, which is the operator's own choice. */
const privateIngressController: KubeObject = {
  apiVersion: "operator.openshift.io/v1",
  kind: "IngressController",
  metadata: { name: "default", namespace: "openshift-ingress-operator" },
  spec: {
    endpointPublishingStrategy: {
      type: "LoadBalancerService",
      loadBalancer: { scope: "Internal", dnsManagementPolicy: "Managed" },
    },
  },
};

/** What describes the cluster to its own operators, a file each under its usual name. */
export function clusterObjectFiles(facts: InstallFacts, installConfig: InstallConfig): ManifestFile[] {
  const file = (name: string, object: KubeObject): ManifestFile => ({ path: `manifests/${name}`, objects: [object] });
  const cloudConfig = cloudProviderConfig(facts, installConfig);
  return [
    file("cluster-config.yaml", clusterConfig(installConfig)),
    file("cluster-infrastructure-02-config.yml", infrastructure(facts, installConfig)),
    file("cluster-dns-02-config.yml", dns(facts)),
    file("cluster-network-02-config.yml", network(installConfig)),
    file(
      "cluster-ingress-02-config.yml",
      config("Ingress", "cluster", {
        spec: { domain: `apps.${facts.domain}` },
        status: { defaultPlacement: "Workers" },
      }),
    ),
    ...(installConfig.publish === "Internal"
      ? [file("cluster-ingress-default-ingresscontroller.yaml", privateIngressController)]
      : []),
    file("cluster-proxy-01-config.yaml", config("Proxy", "cluster", { spec: { trustedCA: { name: "" } }, status: {} })),
    file(
      "cluster-scheduler-02-config.yml",
      config("Scheduler", "cluster", { spec: { mastersSchedulable: false, policy: { name: "" } }, status: {} }),
    ),
    file("cluster-oauth-02-config.yml", config("OAuth", "cluster", { spec: {} })),
    file("cvo-overrides.yaml", clusterVersion(facts, installConfig)),
    file("cloud-provider-config.yaml", configMap("openshift-config", "cloud-provider-config", { config: cloudConfig })),
    file(
      "kube-cloud-config.yaml",
      configMap("openshift-config-managed", "kube-cloud-config", { "cloud.conf": cloudConfig }),
    ),
    file(
      "image-digest-mirror-set.yaml",
      config("ImageDigestMirrorSet", "image-digest-mirror", {
        spec: { imageDigestMirrors: mirroredRepositories(facts.registryDomain) },
      }),
    ),
    file(
      "openshift-install-manifests.yaml",
      configMap("openshift-config", "openshift-install-manifests", {
        invoker: "hive",
        version: facts.cluster.properties.clusterProfile.version,
      }),
    ),
  ];
}
