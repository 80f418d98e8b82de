import type { ClusterContext } from "../cluster/context.ts";
import type { Wanted } from "../cluster/objects.ts";
import { flowControl } from "./flow-control.ts";
import { platformServices } from "./platform-services.ts";

type Spec = Readonly<Record<string, unknown>>;

const managed: Spec = { managementState: "Managed", logLevel: "Normal", operatorLogLevel: "Normal" };

const config = (kind: string, spec: Spec = {}, name = "cluster"): Wanted => ({
  apiVersion: "config.openshift.io/v1",
  kind,
  metadata: { name },
  spec,
});
const operator = (kind: string, spec: Spec = {}, name = "cluster"): Wanted => ({
  apiVersion: "operator.openshift.io/v1",
  kind,
  metadata: { name },
  spec: { ...managed, ...spec },
});

const sources = ["redhat-operators", "certified-operators", "community-operators", "redhat-marketplace"] as const;

/** What a cluster's operators leave behind besides their workloads, where its installer said nothing of it. */
export function firstObjects({ facts }: Pick<ClusterContext, "facts">): readonly Wanted[] {
  const { domain } = facts;
  const apps = `apps.${domain}`;
  return [
    config("APIServer", { audit: { profile: "Default" } }),
    config("Authentication", { oauthMetadata: { name: "" }, type: "" }),
    config("Build"),
    config("Console", {}),
    config("FeatureGate", {}),
    config("Image", {}),
    config("Ingress", { domain: apps }),
    config("Network", {
      clusterNetwork: [{ cidr: facts.clusterNetwork, hostPrefix: facts.hostPrefix }],
      networkType: "OVNKubernetes",
      serviceNetwork: [facts.serviceNetwork],
    }),
    config("Node", {}),
    config("OAuth", {}),
    config("OperatorHub", {}),
    config("Project", {}),
    config("Proxy", { trustedCA: { name: "" } }),
    config("Scheduler", { mastersSchedulable: false, policy: { name: "" } }),
    operator("Authentication"),
    operator("CSISnapshotController"),
    operator("CloudCredential", { credentialsMode: "" }),
    operator("Config"),
    operator("Console", { customization: {}, providers: {}, route: { hostname: "", secret: { name: "" } } }),
    operator("Network", {
      clusterNetwork: [{ cidr: facts.clusterNetwork, hostPrefix: facts.hostPrefix }],
      serviceNetwork: [facts.serviceNetwork],
      defaultNetwork: { type: "OVNKubernetes" },
    }),
    operator("OpenShiftAPIServer"),
    operator("OpenShiftControllerManager"),
    operator("ServiceCA"),
    operator("Storage"),
    operator("KubeStorageVersionMigrator"),
    operator("InsightsOperator"),
    {
      apiVersion: "operator.openshift.io/v1",
      kind: "DNS",
      metadata: { name: "default" },
      spec: { logLevel: "Normal", operatorLogLevel: "Normal" },
    },
    ...["disk", "file"].map((kind) => operator("ClusterCSIDriver", {}, `${kind}.csi.azure.com`)),
    {
      apiVersion: "operator.openshift.io/v1",
      kind: "IngressController",
      metadata: { name: "default", namespace: "openshift-ingress-operator" },
      spec: { replicas: 2 },
    },
    {
      apiVersion: "samples.operator.openshift.io/v1",
      kind: "Config",
      metadata: { name: "cluster" },
      spec: { architectures: ["x86_64"], managementState: "Managed" },
    },
    {
      apiVersion: "imageregistry.operator.openshift.io/v1",
      kind: "ImagePruner",
      metadata: { name: "cluster" },
      spec: {
        failedJobsHistoryLimit: 3,
        ignoreInvalidImageReferences: true,
        keepTagRevisions: 3,
        schedule: "",
        successfulJobsHistoryLimit: 3,
        suspend: false,
      },
    },
    {
      apiVersion: "tuned.openshift.io/v1",
      kind: "Tuned",
      metadata: { name: "default", namespace: "openshift-cluster-node-tuning-operator" },
      spec: {},
    },
    ...sources.map(
      (name): Wanted => ({
        apiVersion: "operators.coreos.com/v1alpha1",
        kind: "CatalogSource",
        metadata: {
          name,
          namespace: "openshift-marketplace",
          annotations: { "operatorframework.io/managed-by": "marketplace-operator" },
        },
        spec: {
          displayName: name,
          publisher: "Red Hat",
          sourceType: "grpc",
          priority: -100,
          image: `registry.redhat.io/redhat/${name.replace("-operators", "")}-operator-index:v${/^4\.\d+/.exec(facts.version)?.[0] ?? "4.18"}`,
        },
      }),
    ),
    ...storage(),
    ...flowControl(),
    ...platformServices(facts.serviceNetwork),
    ...access(),
    ...namespaces(),
  ];
}

/** Drivers and classes of Azure's disks and files. */
function storage(): Wanted[] {
  const storageClass = (
    name: string,
    provisioner: string,
    parameters: Record<string, string>,
    isDefault: boolean,
  ): Wanted => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: {
      name,
      ...(isDefault ? { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } } : {}),
    },
    provisioner,
    parameters,
    allowVolumeExpansion: true,
    reclaimPolicy: "Delete",
    volumeBindingMode: name === "managed-csi" ? "WaitForFirstConsumer" : "Immediate",
    ...(name === "azurefile-csi" ? { mountOptions: ["mfsymlinks", "cache=strict", "nosharesock", "actimeo=30"] } : {}),
  });
  const driver = (name: string): Wanted => ({
    apiVersion: "storage.k8s.io/v1",
    kind: "CSIDriver",
    metadata: { name, labels: { "security.openshift.io/csi-ephemeral-volume-profile": "restricted" } },
    spec: {
      attachRequired: name.startsWith("disk"),
      podInfoOnMount: !name.startsWith("disk"),
      volumeLifecycleModes: ["Persistent"],
    },
  });
  return [
    driver("disk.csi.azure.com"),
    driver("file.csi.azure.com"),
    storageClass("managed-csi", "disk.csi.azure.com", { skuname: "Premium_LRS" }, true),
    storageClass("azurefile-csi", "file.csi.azure.com", { skuName: "Standard_LRS" }, false),
    {
      apiVersion: "snapshot.storage.k8s.io/v1",
      kind: "VolumeSnapshotClass",
      metadata: { name: "csi-azuredisk-vsc" },
      driver: "disk.csi.azure.com",
      deletionPolicy: "Delete",
    },
  ];
}

/** What everybody may do in an OpenShift cluster: know who he is, see where to sign in; and who administers it. */
function access(): Wanted[] {
  const rbac = "rbac.authorization.k8s.io";
  const role = (name: string, rules: object[]): Wanted => ({
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRole",
    metadata: { name },
    rules,
  });
  const binding = (name: string, to: string, groups: readonly string[], users: readonly string[] = []): Wanted => ({
    apiVersion: `${rbac}/v1`,
    kind: "ClusterRoleBinding",
    metadata: { name },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: to },
    subjects: [
      ...groups.map((group) => ({ apiGroup: rbac, kind: "Group", name: group })),
      ...users.map((user) => ({ apiGroup: rbac, kind: "User", name: user })),
    ],
  });
  return [
    role("basic-user", [
      { apiGroups: ["", "user.openshift.io"], resources: ["users"], resourceNames: ["~"], verbs: ["get"] },
      { apiGroups: ["", "project.openshift.io"], resources: ["projects"], verbs: ["list", "watch"] },
      { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["get", "list", "watch"] },
      { apiGroups: ["storage.k8s.io"], resources: ["storageclasses"], verbs: ["list"] },
      {
        apiGroups: ["authorization.k8s.io"],
        resources: ["selfsubjectaccessreviews", "selfsubjectrulesreviews"],
        verbs: ["create"],
      },
    ]),
    binding("basic-users", "basic-user", ["system:authenticated"]),
    role("self-provisioner", [
      { apiGroups: ["", "project.openshift.io"], resources: ["projectrequests"], verbs: ["create"] },
    ]),
    binding("self-provisioners", "self-provisioner", ["system:authenticated:oauth"]),
    role("system:openshift:public-info-viewer", [
      { nonResourceURLs: ["/.well-known", "/.well-known/*"], verbs: ["get"] },
    ]),
    binding("system:openshift:public-info-viewer", "system:openshift:public-info-viewer", [
      "system:authenticated",
      "system:unauthenticated",
    ]),
    binding("cluster-admins", "cluster-admin", ["system:cluster-admins"], ["system:admin"]),
    {
      apiVersion: `${rbac}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: "kubeadmin" },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ apiGroup: rbac, kind: "User", name: "kube:admin" }],
    },
  ];
}

/** Namespaces of the platform in which none of its workloads stand. */
const namespaces = (): Wanted[] =>
  [
    "openshift",
    "openshift-cloud-network-config-controller",
    "openshift-config",
    "openshift-config-managed",
    "openshift-console-user-settings",
    "openshift-host-network",
    "openshift-infra",
    "openshift-kni-infra",
    "openshift-kube-storage-version-migrator",
    "openshift-node",
    "openshift-operators",
    "openshift-ovirt-infra",
    "openshift-user-workload-monitoring",
    "openshift-vsphere-infra",
  ].map(
    (name): Wanted => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name, annotations: { "openshift.io/node-selector": "" } },
    }),
  );
