import { type RowSample, samplesOf } from "./sample.ts";

const rbac = "rbac.authorization.k8s.io";
const admission = "admissionregistration.k8s.io/v1";
const ingress = samplesOf("networking.k8s.io/v1", "ingresses");
const slice = samplesOf("discovery.k8s.io/v1", "endpointslices");
const storageClass = samplesOf("storage.k8s.io/v1", "storageclasses", true);
const driver = samplesOf("storage.k8s.io/v1", "csidrivers", true);
const bindings = [samplesOf(`${rbac}/v1`, "rolebindings"), samplesOf(`${rbac}/v1`, "clusterrolebindings", true)];

const backend = { service: { name: "web", port: { number: 80 } } };
const http = { paths: [{ path: "/", pathType: "Prefix", backend }] };
const hosts = (...names: string[]) => names.map((host) => ({ host, http }));
const hook = (name: string) => ({
  name: `${name}.a.test`,
  clientConfig: { url: "https://nobody.test/x" },
  sideEffects: "None",
  admissionReviewVersions: ["v1"],
  failurePolicy: "Ignore",
  rules: [{ apiGroups: ["none.test"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["nothings"] }],
});
const constraints = {
  resourceRules: [{ apiGroups: ["none.test"], apiVersions: ["v1"], operations: ["CREATE"], resources: ["nothings"] }],
};
const mutation = { patchType: "ApplyConfiguration", applyConfiguration: { expression: "Object{}" } };
const addresses = (...all: string[]) => all.map((one) => ({ addresses: [one] }));
const port = (number: number, name = "") => ({ port: number, name, protocol: "TCP" });
const subjects = [
  { kind: "User", name: "ann", apiGroup: rbac },
  { kind: "User", name: "ben", apiGroup: rbac },
  { kind: "Group", name: "all", apiGroup: rbac },
  { kind: "ServiceAccount", name: "robot", namespace: "ns" },
];

/** Rights, networks, storage, admission, and the rest. */
export const otherRows: readonly RowSample[] = [
  samplesOf(`${rbac}/v1`, "roles")("of nothing", { rules: [] }),
  samplesOf(`${rbac}/v1`, "clusterroles", true)("of nothing", { rules: [] }),
  ...bindings.flatMap((binding) => [
    binding("of many", { roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "view" }, subjects }),
    binding("of nobody", { roleRef: { apiGroup: rbac, kind: "ClusterRole", name: "view" } }),
  ]),
  ingress("of a host", { spec: { rules: hosts("a.test") } }),
  ingress(
    "of many hosts, with a certificate",
    {
      spec: {
        ingressClassName: "router",
        rules: hosts("a.test", "b.test", "c.test", "d.test"),
        tls: [{ hosts: ["a.test"], secretName: "s" }],
      },
    },
    { status: { loadBalancer: { ingress: [{ ip: "1.2.3.4" }, { hostname: "lb.test" }] } } },
  ),
  ingress("of whatever comes", { spec: { defaultBackend: backend } }),
  samplesOf(
    "networking.k8s.io/v1",
    "ingressclasses",
    true,
  )("with parameters", {
    spec: {
      controller: "a.test/router",
      parameters: { apiGroup: "a.test", kind: "Params", name: "p", scope: "Cluster" },
    },
  }),
  samplesOf(
    "networking.k8s.io/v1",
    "ingressclasses",
    true,
  )("without parameters", { spec: { controller: "a.test/router" } }),
  samplesOf("networking.k8s.io/v1", "networkpolicies")("of all pods", { spec: { podSelector: {} } }),
  samplesOf("networking.k8s.io/v1", "networkpolicies")("of some pods", {
    spec: {
      podSelector: {
        matchLabels: { app: "web" },
        matchExpressions: [{ key: "a", operator: "In", values: ["2", "1"] }],
      },
    },
  }),
  samplesOf("networking.k8s.io/v1", "servicecidrs", true)("of one range", { spec: { cidrs: ["10.77.0.0/24"] } }),
  slice("of nobody", { addressType: "IPv4", endpoints: [], ports: [] }),
  slice("of many", {
    addressType: "IPv4",
    endpoints: addresses("10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4"),
    ports: [port(80)],
  }),
  slice("with many ports", {
    addressType: "IPv4",
    endpoints: addresses("10.1.0.1", "10.1.0.2"),
    ports: [port(80, "a"), port(81, "b"), port(82, "c"), port(83, "d")],
  }),
  slice("of names", { addressType: "FQDN", endpoints: addresses("a.test"), ports: [{ name: "any" }] }),
  samplesOf("coordination.k8s.io/v1", "leases")("that is held", { spec: { holderIdentity: "one" } }),
  samplesOf("coordination.k8s.io/v1", "leases")("that is free", { spec: {} }),
  storageClass("that says nothing", { provisioner: "a.test/disk" }),
  storageClass("that is the usual one", {
    metadata: { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
    provisioner: "a.test/disk",
    reclaimPolicy: "Retain",
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  }),
  driver("that says nothing", { spec: {} }),
  driver("that says everything", {
    spec: {
      attachRequired: false,
      podInfoOnMount: true,
      storageCapacity: true,
      requiresRepublish: true,
      tokenRequests: [{ audience: "one" }, { audience: "two" }],
      volumeLifecycleModes: ["Persistent", "Ephemeral"],
    },
  }),
  samplesOf(
    "storage.k8s.io/v1",
    "csinodes",
    true,
  )("with a driver", { spec: { drivers: [{ name: "a.test", nodeID: "n" }] } }),
  samplesOf("storage.k8s.io/v1", "csistoragecapacities")("of a class", { storageClassName: "fast", capacity: "1Gi" }),
  samplesOf("storage.k8s.io/v1", "volumeattachments", true)(
    "to a node",
    { spec: { attacher: "a.test", nodeName: "n", source: { persistentVolumeName: "v" } } },
    { status: { attached: true } },
  ),
  samplesOf(
    "storage.k8s.io/v1",
    "volumeattachments",
    true,
  )("that waits", {
    spec: { attacher: "a.test", nodeName: "n", source: { persistentVolumeName: "v" } },
  }),
  samplesOf(
    "storage.k8s.io/v1",
    "volumeattributesclasses",
    true,
  )("of a driver", { driverName: "a.test", parameters: { a: "b" } }),
  samplesOf("scheduling.k8s.io/v1", "priorityclasses", true)("that waits", { value: 1000, preemptionPolicy: "Never" }),
  samplesOf("scheduling.k8s.io/v1", "priorityclasses", true)("that says nothing", { value: -5 }),
  samplesOf("node.k8s.io/v1", "runtimeclasses", true)("of a handler", { handler: "crun" }),
  samplesOf("apiregistration.k8s.io/v1", "apiservices", true)(
    "that nobody serves",
    {
      metadata: { name: "v1.rows.test" },
      spec: {
        group: "rows.test",
        version: "v1",
        groupPriorityMinimum: 1000,
        versionPriority: 10,
        insecureSkipTLSVerify: true,
        service: { namespace: "no", name: "where" },
      },
    },
    { status: { conditions: [{ type: "Available", status: "False", reason: "ServiceNotFound", message: "none" }] } },
  ),
  samplesOf(admission, "validatingwebhookconfigurations", true)("of two", { webhooks: [hook("one"), hook("two")] }),
  samplesOf(admission, "mutatingwebhookconfigurations", true)("of one", { webhooks: [hook("one")] }),
  samplesOf(
    admission,
    "validatingadmissionpolicies",
    true,
  )("with parameters", {
    spec: {
      paramKind: { apiVersion: "v1", kind: "ConfigMap" },
      matchConstraints: constraints,
      validations: [{ expression: "true" }],
    },
  }),
  samplesOf(
    admission,
    "validatingadmissionpolicies",
    true,
  )("without parameters", {
    spec: { matchConstraints: constraints, validations: [{ expression: "true" }, { expression: "1 < 2" }] },
  }),
  samplesOf(
    admission,
    "validatingadmissionpolicybindings",
    true,
  )("with a parameter", {
    spec: {
      policyName: "p",
      validationActions: ["Deny"],
      paramRef: { name: "one", namespace: "ns", parameterNotFoundAction: "Deny" },
    },
  }),
  samplesOf(
    admission,
    "validatingadmissionpolicybindings",
    true,
  )("with parameters by label", {
    spec: {
      policyName: "p",
      validationActions: ["Deny"],
      paramRef: { selector: { matchLabels: { a: "b" } }, parameterNotFoundAction: "Deny" },
    },
  }),
  samplesOf(
    admission,
    "validatingadmissionpolicybindings",
    true,
  )("without one", { spec: { policyName: "p", validationActions: ["Deny"] } }),
  samplesOf(
    admission,
    "mutatingadmissionpolicies",
    true,
  )("of one", {
    spec: { matchConstraints: constraints, reinvocationPolicy: "Never", mutations: [mutation] },
  }),
  samplesOf(admission, "mutatingadmissionpolicybindings", true)("without one", { spec: { policyName: "p" } }),
  samplesOf(
    "apiextensions.k8s.io/v1",
    "customresourcedefinitions",
    true,
  )("of a kind", {
    metadata: { name: "things.rows.test" },
    spec: {
      group: "rows.test",
      scope: "Cluster",
      names: { plural: "things", kind: "Thing" },
      versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object" } } }],
    },
  }),
  samplesOf(
    "flowcontrol.apiserver.k8s.io/v1",
    "flowschemas",
    true,
  )("of a level that is not there", {
    spec: {
      priorityLevelConfiguration: { name: "absent" },
      matchingPrecedence: 9_000,
      distinguisherMethod: { type: "ByUser" },
      rules: [],
    },
  }),
  samplesOf(
    "flowcontrol.apiserver.k8s.io/v1",
    "prioritylevelconfigurations",
    true,
  )("with queues", {
    spec: {
      type: "Limited",
      limited: {
        nominalConcurrencyShares: 7,
        limitResponse: { type: "Queue", queuing: { queues: 64, handSize: 6, queueLengthLimit: 50 } },
      },
    },
  }),
  samplesOf(
    "flowcontrol.apiserver.k8s.io/v1",
    "prioritylevelconfigurations",
    true,
  )("without queues", {
    spec: { type: "Limited", limited: { nominalConcurrencyShares: 7, limitResponse: { type: "Reject" } } },
  }),
];
