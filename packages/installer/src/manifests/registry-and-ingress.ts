import type { DrawnSecrets } from "../cluster/drawn-secrets.ts";
import { hasPrivateIngress, type InstallFacts, ingressAddressOf } from "../cluster/facts.ts";
import type { InstallConfig } from "../install-config/types.ts";
import type { ManifestFile } from "./kube-object.ts";

const balancer = "service.beta.kubernetes.io/azure-load-balancer";

/** The image registry over the account that the service made for it, which it must not make or remove (spec 03 §7.3). */
const imageRegistry = (
  { cluster }: InstallFacts,
  { platform }: InstallConfig,
  { registrySecret }: DrawnSecrets,
): ManifestFile => ({
  path: "manifests/image-registry-config.yaml",
  objects: [
    {
      apiVersion: "imageregistry.operator.openshift.io/v1",
      kind: "Config",
      metadata: { name: "cluster" },
      spec: {
        managementState: "Managed",
        logLevel: "Normal",
        operatorLogLevel: "Normal",
        httpSecret: registrySecret,
        replicas: 2,
        rolloutStrategy: "RollingUpdate",
        storage: {
          managementState: "Unmanaged",
          azure: {
            accountName: cluster.properties.imageRegistryStorageAccountName,
            container: "image-registry",
            cloudName: platform.azure.cloudName,
          },
        },
      },
    },
  ],
});

/** The router's service, before its operator makes it: so that the cluster is found at the address that DNS has already (spec 03 §7.3). */
const ingressService = (facts: InstallFacts): ManifestFile[] => [
  {
    path: "manifests/ingress-namespace.yaml",
    objects: [
      {
        apiVersion: "v1",
        kind: "Namespace",
        metadata: {
          name: "openshift-ingress",
          annotations: { "openshift.io/node-selector": "", "workload.openshift.io/allowed": "management" },
          labels: {
            name: "openshift-ingress",
            "network.openshift.io/policy-group": "ingress",
            "openshift.io/cluster-monitoring": "true",
            "policy-group.network.openshift.io/ingress": "",
          },
        },
      },
    ],
  },
  {
    path: "manifests/ingress-service.yaml",
    objects: [
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: {
          name: "router-default",
          namespace: "openshift-ingress",
          labels: {
            app: "router",
            "ingresscontroller.operator.openshift.io/owning-ingresscontroller": "default",
            router: "router-default",
          },
          annotations: {
            [`${balancer}-ipv4`]: ingressAddressOf(facts),
            ...(hasPrivateIngress(facts) ? { [`${balancer}-internal`]: "true" } : {}),
          },
        },
        spec: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Local",
          ports: [
            { name: "http", protocol: "TCP", port: 80, targetPort: "http" },
            { name: "https", protocol: "TCP", port: 443, targetPort: "https" },
          ],
          selector: { "ingresscontroller.operator.openshift.io/deployment-ingresscontroller": "default" },
        },
      },
    ],
  },
];

export const registryAndIngressFiles = (
  facts: InstallFacts,
  installConfig: InstallConfig,
  drawn: DrawnSecrets,
): ManifestFile[] => [imageRegistry(facts, installConfig, drawn), ...ingressService(facts)];
