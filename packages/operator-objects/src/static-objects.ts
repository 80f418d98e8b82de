import type { KubernetesObject } from "@aro/kubernetes";
import { operatorDefinitions } from "./definitions.ts";
import { operatorNames } from "./names.ts";

const { namespace, master, worker } = operatorNames;
const rbac = "rbac.authorization.k8s.io/v1";
const roleRef = (kind: "ClusterRole" | "Role", name: string) => ({ apiGroup: "rbac.authorization.k8s.io", kind, name });
const account = (name: string, of: string = namespace) => ({ kind: "ServiceAccount", name, namespace: of });

/** What the operator asks of Azure (spec 04 §9.3). */
const permissions = [
  "Microsoft.Network/natGateways/join/action",
  "Microsoft.Network/networkIntentPolicies/join/action",
  "Microsoft.Network/networkManagers/ipamPools/associateResourcesToPool/action",
  "Microsoft.Network/networkSecurityGroups/join/action",
  "Microsoft.Network/routeTables/join/action",
  "Microsoft.Network/serviceEndpointPolicies/join/action",
  "Microsoft.Network/virtualNetworks/subnets/read",
  "Microsoft.Network/virtualNetworks/subnets/write",
  "Microsoft.Storage/storageAccounts/listKeys/action",
  "Microsoft.Storage/storageAccounts/read",
];

/** By which the cloud credential operator makes the operator's credentials for Azure. */
export const credentialsRequest: KubernetesObject = {
  apiVersion: "cloudcredential.openshift.io/v1",
  kind: "CredentialsRequest",
  metadata: {
    name: "openshift-azure-operator",
    namespace: "openshift-cloud-credential-operator",
    annotations: {
      "exclude.release.openshift.io/internal-openshift-hosted": "true",
      "include.release.openshift.io/self-managed-high-availability": "true",
    },
    labels: { "controller-tools.k8s.io": "1.0" },
    finalizers: ["cloudcredential.openshift.io/deprovision"],
  },
  spec: {
    providerSpec: { apiVersion: "cloudcredential.openshift.io/v1", kind: "AzureProviderSpec", permissions },
    secretRef: { name: operatorNames.azureCredentials, namespace },
    serviceAccountNames: [master],
  },
};

/** What the operator needs around its processes, the same for every cluster (spec 04 §8.2). */
export const staticObjects: readonly KubernetesObject[] = [
  ...operatorDefinitions,
  {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespace,
      labels: { "openshift.io/cluster-monitoring": "true" },
      annotations: { "openshift.io/node-selector": "" },
    },
  },
  credentialsRequest,
  {
    apiVersion: rbac,
    kind: "Role",
    metadata: { name: "prometheus-k8s", namespace },
    rules: [{ apiGroups: [""], resources: ["services", "endpoints", "pods"], verbs: ["get", "list", "watch"] }],
  },
  {
    apiVersion: rbac,
    kind: "RoleBinding",
    metadata: { name: "prometheus-k8s", namespace },
    roleRef: roleRef("Role", "prometheus-k8s"),
    subjects: [account("prometheus-k8s", "openshift-monitoring")],
  },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: master, namespace } },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: worker, namespace } },
  {
    apiVersion: rbac,
    kind: "ClusterRoleBinding",
    metadata: { name: master },
    roleRef: roleRef("ClusterRole", "cluster-admin"),
    subjects: [account(master)],
  },
  {
    apiVersion: rbac,
    kind: "ClusterRole",
    metadata: { name: worker },
    rules: [
      { apiGroups: ["aro.openshift.io"], resources: ["clusters"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["aro.openshift.io"], resources: ["clusters/status"], verbs: ["get", "patch", "update"] },
    ],
  },
  {
    apiVersion: rbac,
    kind: "ClusterRoleBinding",
    metadata: { name: worker },
    roleRef: roleRef("ClusterRole", worker),
    subjects: [account(worker)],
  },
  // Of two that meet while one replaces the other, the one that holds the lease acts.
  {
    apiVersion: rbac,
    kind: "Role",
    metadata: { name: worker, namespace },
    rules: [{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] }],
  },
  {
    apiVersion: rbac,
    kind: "RoleBinding",
    metadata: { name: worker, namespace },
    roleRef: roleRef("Role", worker),
    subjects: [account(worker)],
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: master, namespace, labels: { name: master } },
    spec: {
      selector: { app: master },
      ports: [
        { name: "http", port: 8080, targetPort: 8080, protocol: "TCP" },
        { name: "http-metrics", port: 8888, targetPort: 8888, protocol: "TCP" },
      ],
    },
  },
  {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name: master, namespace },
    spec: { selector: { matchLabels: { name: master } }, endpoints: [{ port: "http-metrics" }] },
  },
];
