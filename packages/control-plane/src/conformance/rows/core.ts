import { type RowSample, samplesOf } from "./sample.ts";

const node = samplesOf("v1", "nodes", true);
const service = samplesOf("v1", "services");
const endpoints = samplesOf("v1", "endpoints");
const event = samplesOf("v1", "events");
const newEvent = samplesOf("events.k8s.io/v1", "events");
const claim = samplesOf("v1", "persistentvolumeclaims");
const volume = samplesOf("v1", "persistentvolumes", true);
const quota = samplesOf("v1", "resourcequotas");

const nodeInfo = {
  machineID: "m",
  systemUUID: "s",
  bootID: "b",
  kernelVersion: "5.14.0-427.el9.x86_64",
  osImage: "Red Hat Enterprise Linux CoreOS 418.94",
  containerRuntimeVersion: "cri-o://1.31.4",
  kubeletVersion: "v1.31.4",
  kubeProxyVersion: "",
  operatingSystem: "linux",
  architecture: "amd64",
};
const ready = (status: string) => ({
  conditions: [
    { type: "MemoryPressure", status: "False" },
    { type: "Ready", status },
  ],
});
const addresses = (...all: [type: string, address: string][]) => ({
  addresses: all.map(([type, address]) => ({ type, address })),
});

const web = { selector: { app: "web" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] };
const two = [
  { name: "http", port: 80 },
  { name: "dns", port: 53, protocol: "UDP" },
];
const at = (...ips: string[]) => ips.map((ip) => ({ ip }));
const old = { firstTimestamp: "2020-01-01T00:00:00Z", lastTimestamp: "2020-01-01T00:00:00Z" };
const involved = {
  kind: "Pod",
  name: "p",
  namespace: "<namespace>",
  apiVersion: "v1",
  fieldPath: "spec.containers{main}",
};

const disk = {
  capacity: { storage: "10Gi" },
  accessModes: ["ReadWriteOnce", "ReadOnlyMany"],
  hostPath: { path: "/tmp/x" },
};

/** What lies in the core group, pods aside. */
export const coreRows: readonly RowSample[] = [
  node("of which nothing is known", {}),
  node(
    "that is ready, with roles",
    {
      metadata: {
        labels: {
          "node-role.kubernetes.io/worker": "",
          "node-role.kubernetes.io/infra": "",
          "kubernetes.io/role": "old",
        },
      },
    },
    {
      status: {
        ...ready("True"),
        nodeInfo,
        ...addresses(["Hostname", "h"], ["InternalIP", "10.0.0.4"], ["ExternalIP", "20.0.0.4"]),
      },
    },
  ),
  node(
    "that takes no pods",
    {
      metadata: { labels: { "node-role.kubernetes.io/master": "" } },
      spec: { unschedulable: true },
    },
    { status: { ...ready("True"), nodeInfo } },
  ),
  node("that is not ready", {}, { status: ready("False") }),
  node("that is silent", { spec: { unschedulable: true } }, { status: ready("Unknown") }),
  service("of the cluster", { spec: { ...web, clusterIP: "10.0.0.201" } }),
  service("without an address", { spec: { ...web, clusterIP: "None", ports: two } }),
  service("without ports or a selector", { spec: { clusterIP: "None" } }),
  service("at addresses outside", {
    spec: { clusterIP: "10.0.0.202", ports: two, externalIPs: ["1.2.3.4", "1.2.3.5"] },
  }),
  service("at a node's port", {
    spec: { type: "NodePort", clusterIP: "10.0.0.203", ports: [{ port: 80, nodePort: 31_111 }] },
  }),
  service("that waits for a balancer", {
    spec: { type: "LoadBalancer", clusterIP: "10.0.0.204", ports: [{ port: 443, nodePort: 31_112 }] },
  }),
  service(
    "with a balancer",
    {
      spec: {
        type: "LoadBalancer",
        clusterIP: "10.0.0.205",
        ports: [{ port: 443, nodePort: 31_113 }],
        selector: { b: "2", a: "1" },
      },
    },
    { status: { loadBalancer: { ingress: [{ ip: "20.1.2.3" }, { hostname: "lb.test" }] } } },
  ),
  service(
    "with a balancer and addresses outside",
    {
      spec: {
        type: "LoadBalancer",
        clusterIP: "10.0.0.206",
        ports: [{ port: 443, nodePort: 31_114 }],
        externalIPs: ["1.2.3.6"],
      },
    },
    { status: { loadBalancer: { ingress: [{ ip: "20.1.2.4" }] } } },
  ),
  service("that is another's name", { spec: { type: "ExternalName", externalName: "other.test" } }),
  endpoints("of nobody", {}),
  endpoints("of one", { subsets: [{ addresses: at("10.1.0.1"), ports: [{ port: 80 }] }] }),
  endpoints("without ports", { subsets: [{ addresses: at("10.1.0.1", "10.1.0.2") }] }),
  endpoints("of many", {
    subsets: [
      {
        addresses: at("10.1.0.1", "10.1.0.2", "10.1.0.3"),
        ports: [
          { name: "a", port: 80 },
          { name: "b", port: 81 },
        ],
      },
    ],
  }),
  endpoints("of which none is ready", { subsets: [{ notReadyAddresses: at("10.1.0.1"), ports: [{ port: 80 }] }] }),
  samplesOf("v1", "configmaps")("with data of both forms", { data: { a: "1", b: "2" }, binaryData: { c: "AA==" } }),
  samplesOf("v1", "configmaps")("of nothing", {}),
  samplesOf("v1", "secrets")("with data", { stringData: { a: "1" }, type: "a.test/kind" }),
  samplesOf("v1", "serviceaccounts")("that lists secrets", { secrets: [{ name: "a" }, { name: "b" }] }),
  samplesOf("v1", "limitranges")("of containers", { spec: { limits: [{ type: "Container", default: { cpu: "1" } }] } }),
  samplesOf("v1", "namespaces", true)("that is there", {}),
  samplesOf("v1", "namespaces", true)("that goes", { spec: { finalizers: ["a.test/hold"] } }, { isDeleted: true }),
  event("of the old kind", {
    involvedObject: involved,
    reason: "Pulled",
    message: "  pulled it \n",
    type: "Normal",
    count: 7,
    source: { component: "kubelet", host: "n1" },
    ...old,
  }),
  event("without times", {
    involvedObject: { kind: "Node", name: "n", namespace: "<namespace>" },
    reason: "R",
    type: "Warning",
  }),
  event("with a source of no host", {
    involvedObject: { ...involved, fieldPath: "" },
    source: { component: "c" },
    message: "m",
    ...old,
    count: 1,
  }),
  newEvent("of the new kind", {
    regarding: { kind: "Pod", name: "p", namespace: "<namespace>" },
    reason: "Started",
    note: "it runs",
    type: "Normal",
    action: "Start",
    eventTime: "2020-01-01T00:00:00.000000Z",
    reportingController: "c.test/one",
    reportingInstance: "one-1",
  }),
  newEvent("that comes again and again", {
    regarding: { kind: "Pod", name: "p", namespace: "<namespace>" },
    reason: "Started",
    note: "it runs",
    type: "Normal",
    action: "Start",
    eventTime: "2020-01-01T00:00:00.000000Z",
    reportingController: "c.test/one",
    reportingInstance: "one-1",
    series: { count: 4, lastObservedTime: "2020-01-02T00:00:00.000000Z" },
  }),
  claim("that waits", {
    spec: { accessModes: ["ReadWriteMany"], resources: { requests: { storage: "1Gi" } }, storageClassName: "none" },
  }),
  claim(
    "that has a volume",
    {
      spec: {
        accessModes: ["ReadWriteOnce", "ReadWriteOncePod"].slice(0, 1),
        resources: { requests: { storage: "1Gi" } },
        storageClassName: "fast",
        volumeName: "v1",
        volumeMode: "Block",
      },
    },
    { status: { phase: "Bound", accessModes: ["ReadWriteOnce", "ReadOnlyMany"], capacity: { storage: "2048Mi" } } },
  ),
  claim(
    "that goes",
    {
      metadata: { finalizers: ["a.test/hold"] },
      spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } },
    },
    { isDeleted: true },
  ),
  volume("that is free", { spec: disk }),
  volume(
    "that is claimed",
    {
      spec: {
        ...disk,
        persistentVolumeReclaimPolicy: "Delete",
        storageClassName: "fast",
        claimRef: { namespace: "ns", name: "claim" },
        volumeMode: "Block",
      },
    },
    { status: { phase: "Failed", reason: "Broken" } },
  ),
  volume("that goes", { metadata: { finalizers: ["a.test/hold"] }, spec: disk }, { isDeleted: true }),
  quota(
    "that nobody has counted",
    { spec: { hard: { pods: "4", "limits.cpu": "2" } } },
    { status: { hard: null, used: null } },
  ),
  quota(
    "that is used in part",
    { spec: { hard: { pods: "4" } } },
    {
      status: {
        hard: { pods: "4", "requests.cpu": "2", "limits.memory": "1Gi", "limits.cpu": "4" },
        used: { pods: "1", "requests.cpu": "500m", "limits.memory": "512Mi" },
      },
    },
  ),
];
