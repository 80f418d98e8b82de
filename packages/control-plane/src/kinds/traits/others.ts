import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import { completePodSpec, completeTemplate } from "./pod-spec.ts";
import type { Traits } from "./trait.ts";

/** Traits that fill in members of new and changed objects, and a status for new ones. */
const filled = (complete: (object: Members) => void, status?: Members, more: Traits = {}): Traits => ({
  ...more,
  prepare: (object, before) => {
    complete(object as Members);
    if (before === undefined && status !== undefined) object["status"] = structuredClone(status);
  },
});

/** The defaults of services; their addresses are given out by admission. */
function completeService(object: Members): void {
  const spec = part(object, "spec");
  fill(spec, { sessionAffinity: "None", type: "ClusterIP" });
  const type = spec["type"];
  if (spec["sessionAffinity"] === "ClientIP")
    fill(spec, { sessionAffinityConfig: { clientIP: { timeoutSeconds: 10_800 } } });
  if (type === "ExternalName") return;
  fill(spec, { internalTrafficPolicy: "Cluster", ipFamilies: ["IPv4"], ipFamilyPolicy: "SingleStack" });
  if (type === "NodePort" || type === "LoadBalancer") fill(spec, { externalTrafficPolicy: "Cluster" });
  if (type === "LoadBalancer") fill(spec, { allocateLoadBalancerNodePorts: true });
  for (const port of each(spec, "ports")) fill(port, { protocol: "TCP", targetPort: port["port"] });
}

/** Clear text becomes data. */
function completeSecret(object: Members): void {
  fill(object, { type: "Opaque" });
  const clear = optional(object, "stringData");
  if (clear === undefined) return;
  const data = Object.entries(clear).map(([name, value]) => [name, Buffer.from(String(value)).toString("base64")]);
  object["data"] = { ...(object["data"] as object | undefined), ...Object.fromEntries(data) };
  delete object["stringData"];
}

const unchanging = (object: KubeObject, before: KubeObject | undefined, members: readonly string[]) => {
  if (before === undefined || before["immutable"] !== true) return [];
  if (object["immutable"] !== true)
    return [findings.forbidden("immutable", "field is immutable when `immutable` is set")];
  return members
    .filter((name) => JSON.stringify(object[name]) !== JSON.stringify(before[name]))
    .map((name) => findings.forbidden(name, "field is immutable when `immutable` is set"));
};

const nodeInfo = {
  machineID: "",
  systemUUID: "",
  bootID: "",
  kernelVersion: "",
  osImage: "",
  containerRuntimeVersion: "",
  kubeletVersion: "",
  kubeProxyVersion: "",
  operatingSystem: "",
  architecture: "",
};

export const others: Readonly<Record<string, Traits>> = {
  "/services": filled(completeService, { loadBalancer: {} }, { names: "label", answersDeleted: true }),
  "/secrets": filled(completeSecret, undefined, {
    selectable: ["type"],
    validate: (object, before) => [
      ...unchanging(object, before, ["data", "type"]),
      ...(object["type"] === "kubernetes.io/service-account-token" &&
      (object.metadata.annotations?.["kubernetes.io/service-account.name"] ?? "") === ""
        ? [findings.required("metadata.annotations[kubernetes.io/service-account.name]")]
        : []),
      ...(before !== undefined && before["type"] !== object["type"]
        ? [findings.invalid("type", object["type"], "field is immutable")]
        : []),
    ],
  }),
  "/configmaps": { validate: (object, before) => unchanging(object, before, ["data", "binaryData"]) },
  "/endpoints": filled((object) => {
    for (const subset of each(object, "subsets"))
      for (const port of each(subset, "ports")) fill(port, { protocol: "TCP" });
  }),
  "/persistentvolumeclaims": filled(
    (object) => {
      fill(part(object, "spec"), { volumeMode: "Filesystem" });
      const metadata = part(object, "metadata");
      if (metadata["deletionTimestamp"] === undefined) fill(metadata, { finalizers: ["kubernetes.io/pvc-protection"] });
    },
    { phase: "Pending" },
    { answersDeleted: true },
  ),
  "/persistentvolumes": filled(
    (object) => {
      const spec = part(object, "spec");
      fill(spec, { persistentVolumeReclaimPolicy: "Retain", volumeMode: "Filesystem" });
      const host = optional(spec, "hostPath");
      if (host !== undefined) fill(host, { type: "" });
      const metadata = part(object, "metadata");
      if (metadata["deletionTimestamp"] === undefined) fill(metadata, { finalizers: ["kubernetes.io/pv-protection"] });
    },
    { phase: "Pending" },
    { answersDeleted: true },
  ),
  "/limitranges": filled((object) => {
    for (const limit of each(part(object, "spec"), "limits")) {
      if (limit["type"] !== "Container") continue;
      const most = optional(limit, "max");
      if (most !== undefined) fill(part(limit, "default"), most);
      const usual = optional(limit, "default");
      if (usual !== undefined) fill(part(limit, "defaultRequest"), usual);
    }
  }),
  "/resourcequotas": filled(() => {}, {}, { answersDeleted: true }),
  "/serviceaccounts": { answersDeleted: true },
  "/podtemplates": filled(
    (object) => {
      const template = part(object, "template");
      const spec = optional(template, "spec");
      if (spec !== undefined) completePodSpec(spec);
    },
    undefined,
    { hasGeneration: true, answersDeleted: true },
  ),
  "/replicationcontrollers": filled(
    (object) => {
      completeTemplate(object);
      const spec = part(object, "spec");
      fill(spec, { replicas: 1 });
      const labels = optional(part(part(spec, "template"), "metadata"), "labels");
      if (labels === undefined) return;
      if (spec["selector"] === undefined) spec["selector"] = { ...labels };
      fill(part(object, "metadata"), { labels });
    },
    { replicas: 0 },
    { hasGeneration: true },
  ),
  "/nodes": {
    selectable: ["spec.unschedulable"],
    prepare: (object, before) => {
      const status = part(object as Members, "status");
      part(object as Members, "spec");
      if (before === undefined) fill(status, { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo });
    },
  },
  "networking.k8s.io/networkpolicies": filled(
    (object) => {
      const spec = part(object, "spec");
      const rules = [...each(spec, "ingress"), ...each(spec, "egress")];
      for (const rule of rules) for (const port of each(rule, "ports")) fill(port, { protocol: "TCP" });
      fill(spec, { policyTypes: spec["egress"] === undefined ? ["Ingress"] : ["Ingress", "Egress"] });
    },
    undefined,
    { hasGeneration: true },
  ),
  "networking.k8s.io/ingresses": filled(() => {}, { loadBalancer: {} }, { hasGeneration: true }),
  "networking.k8s.io/ingressclasses": { hasGeneration: true },
  "discovery.k8s.io/endpointslices": filled(
    (object) => {
      for (const endpoint of each(object, "endpoints")) fill(endpoint, { conditions: {} });
      for (const port of each(object, "ports")) fill(port, { name: "", protocol: "TCP" });
    },
    undefined,
    { hasGeneration: true },
  ),
  "storage.k8s.io/storageclasses": filled(
    (object) => fill(object, { reclaimPolicy: "Delete", volumeBindingMode: "Immediate" }),
    undefined,
    { answersDeleted: true },
  ),
  "storage.k8s.io/csidrivers": filled(
    (object) =>
      fill(part(object, "spec"), {
        attachRequired: true,
        fsGroupPolicy: "ReadWriteOnceWithFSType",
        podInfoOnMount: false,
        requiresRepublish: false,
        seLinuxMount: false,
        storageCapacity: false,
        volumeLifecycleModes: ["Persistent"],
      }),
    undefined,
    { answersDeleted: true },
  ),
  "scheduling.k8s.io/priorityclasses": filled(
    (object) => fill(object, { preemptionPolicy: "PreemptLowerPriority" }),
    undefined,
    { hasGeneration: true },
  ),
  "apiregistration.k8s.io/apiservices": filled((object) => {
    const service = optional(part(object, "spec"), "service");
    if (service !== undefined) fill(service, { port: 443 });
  }, {}),
};
