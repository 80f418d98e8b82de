import assert from "node:assert/strict";
import { type Fact, fact } from "../fact.ts";

const container = { name: "c", image: "i" };
const pod = (spec: object) => ({ spec: { containers: [container], ...spec } });
const template = { metadata: { labels: { a: "b" } }, spec: { containers: [container] } };
const workload = (spec: object = {}) => ({ spec: { selector: { matchLabels: { a: "b" } }, template, ...spec } });
const service = (spec: object) => ({ spec: { ports: [{ port: 80 }], ...spec } });
const role = (rules: object[]) => ({ rules });
const binding = (more: object) => ({
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" },
  subjects: [{ kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "joe" }],
  ...more,
});

/** Objects that built-in kinds refuse, and the fields that they find fault with. */
export const faults: readonly [
  title: string,
  groupVersion: string,
  plural: string,
  body: object,
  fields: readonly string[],
][] = [
  ["a pod without containers", "v1", "pods", { spec: { containers: [] } }, ["spec.containers"]],
  [
    "a container without name and image",
    "v1",
    "pods",
    { spec: { containers: [{}] } },
    ["spec.containers[0].image", "spec.containers[0].name"],
  ],
  [
    "a container named in capitals",
    "v1",
    "pods",
    { spec: { containers: [{ name: "C", image: "i" }] } },
    ["spec.containers[0].name"],
  ],
  [
    "two containers of one name",
    "v1",
    "pods",
    { spec: { containers: [container, container] } },
    ["spec.containers[1].name"],
  ],
  ["a pod that restarts sometimes", "v1", "pods", pod({ restartPolicy: "Sometimes" }), ["spec.restartPolicy"]],
  ["a pod with another DNS policy", "v1", "pods", pod({ dnsPolicy: "Mine" }), ["spec.dnsPolicy"]],
  [
    "a port outside of its range",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, ports: [{ containerPort: 70_000 }] }] } },
    ["spec.containers[0].ports[0].containerPort"],
  ],
  [
    "a port of another protocol",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, ports: [{ containerPort: 80, protocol: "HTTP" }] }] } },
    ["spec.containers[0].ports[0].protocol"],
  ],
  [
    "an image pulled at will",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, imagePullPolicy: "Maybe" }] } },
    ["spec.containers[0].imagePullPolicy"],
  ],
  [
    "a mount of no volume",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, volumeMounts: [{ name: "v", mountPath: "/v" }] }] } },
    ["spec.containers[0].volumeMounts[0].name"],
  ],
  [
    "a mount without a path",
    "v1",
    "pods",
    { spec: { volumes: [{ name: "v" }], containers: [{ ...container, volumeMounts: [{ name: "v" }] }] } },
    ["spec.containers[0].volumeMounts[0].mountPath"],
  ],
  ["two volumes of one name", "v1", "pods", pod({ volumes: [{ name: "v" }, { name: "v" }] }), ["spec.volumes[1].name"]],
  [
    "a variable without a name",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, env: [{ value: "x" }] }] } },
    ["spec.containers[0].env[0].name"],
  ],
  [
    "more requested than allowed",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, resources: { requests: { cpu: "2" }, limits: { cpu: "1" } } }] } },
    ["spec.containers[0].resources.requests"],
  ],
  [
    "a negative request",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, resources: { requests: { cpu: "-1" } } }] } },
    ["spec.containers[0].resources.requests[cpu]"],
  ],
  [
    "a probe that does nothing",
    "v1",
    "pods",
    { spec: { containers: [{ ...container, livenessProbe: {} }] } },
    ["spec.containers[0].livenessProbe"],
  ],
  [
    "a toleration with another operator",
    "v1",
    "pods",
    pod({ tolerations: [{ key: "a", operator: "Likes" }] }),
    ["spec.tolerations[0].operator"],
  ],
  [
    "a toleration that exists with a value",
    "v1",
    "pods",
    pod({ tolerations: [{ key: "a", operator: "Exists", value: "x" }] }),
    ["spec.tolerations[0].operator"],
  ],
  [
    "a deployment whose selector misses its template",
    "apps/v1",
    "deployments",
    workload({ selector: { matchLabels: { a: "c" } } }),
    ["spec.template.metadata.labels"],
  ],
  [
    "a deployment without a selector",
    "apps/v1",
    "deployments",
    { spec: { template } },
    ["spec.selector", "spec.template.metadata.labels"],
  ],
  ["a deployment with an empty selector", "apps/v1", "deployments", workload({ selector: {} }), ["spec.selector"]],
  ["a deployment of fewer than none", "apps/v1", "deployments", workload({ replicas: -1 }), ["spec.replicas"]],
  [
    "a deployment whose pods end",
    "apps/v1",
    "deployments",
    workload({ template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } }),
    ["spec.template.spec.restartPolicy"],
  ],
  [
    "a deployment that neither adds nor takes away",
    "apps/v1",
    "deployments",
    workload({ strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } }),
    ["spec.strategy.rollingUpdate.maxUnavailable"],
  ],
  [
    "a deployment of another strategy",
    "apps/v1",
    "deployments",
    workload({ strategy: { type: "Slowly" } }),
    ["spec.strategy"],
  ],
  [
    "a daemon set of another strategy",
    "apps/v1",
    "daemonsets",
    workload({ updateStrategy: { type: "Slowly" } }),
    ["spec.updateStrategy"],
  ],
  [
    "a stateful set of another policy",
    "apps/v1",
    "statefulsets",
    workload({ podManagementPolicy: "Wild" }),
    ["spec.podManagementPolicy"],
  ],
  [
    "a job whose pods always restart",
    "batch/v1",
    "jobs",
    { spec: { template: { spec: { containers: [container], restartPolicy: "Always" } } } },
    ["spec.template.spec.restartPolicy"],
  ],
  [
    "a job of negative patience",
    "batch/v1",
    "jobs",
    { spec: { backoffLimit: -1, template: { spec: { containers: [container], restartPolicy: "Never" } } } },
    ["spec.backoffLimit"],
  ],
  [
    "a cron job without a schedule",
    "batch/v1",
    "cronjobs",
    { spec: { jobTemplate: { spec: { template: { spec: { containers: [container], restartPolicy: "Never" } } } } } },
    ["spec.schedule"],
  ],
  [
    "a cron job with a schedule that is none",
    "batch/v1",
    "cronjobs",
    {
      spec: {
        schedule: "often",
        jobTemplate: { spec: { template: { spec: { containers: [container], restartPolicy: "Never" } } } },
      },
    },
    ["spec.schedule"],
  ],
  ["a service without ports", "v1", "services", { spec: { ports: [] } }, ["spec.ports"]],
  [
    "a service's port that is none",
    "v1",
    "services",
    service({ ports: [{ port: 0 }] }),
    ["spec.ports[0].port", "spec.ports[0].targetPort"],
  ],
  [
    "a service with two ports and one name",
    "v1",
    "services",
    service({ ports: [{ port: 80 }, { port: 81 }] }),
    ["spec.ports[0].name", "spec.ports[1].name"],
  ],
  ["a service of another type", "v1", "services", service({ type: "Public" }), ["spec.type"]],
  ["an external name that is missing", "v1", "services", { spec: { type: "ExternalName" } }, ["spec.externalName"]],
  [
    "a service that remembers otherwise",
    "v1",
    "services",
    service({ sessionAffinity: "Cookie" }),
    ["spec.sessionAffinity"],
  ],
  ["a secret's key with a slash", "v1", "secrets", { data: { "a/b": "eA==" } }, ["data[a/b]"]],
  [
    "a TLS secret without a key",
    "v1",
    "secrets",
    { type: "kubernetes.io/tls", data: { "tls.crt": "eA==" } },
    ["data[tls.key]"],
  ],
  [
    "a registry's secret that is no JSON",
    "v1",
    "secrets",
    { type: "kubernetes.io/dockerconfigjson", data: { ".dockerconfigjson": "eA==" } },
    ["data[.dockerconfigjson]"],
  ],
  ["a config map's key with a slash", "v1", "configmaps", { data: { "a/b": "x" } }, ["data[a/b]"]],
  [
    "a config map's key in both halves",
    "v1",
    "configmaps",
    { data: { a: "x" }, binaryData: { a: "eA==" } },
    ["data[a]"],
  ],
  ["a config map that is too large", "v1", "configmaps", { data: { a: "x".repeat(1_048_577) } }, ["[]"]],
  [
    "a role's rule without verbs",
    "rbac.authorization.k8s.io/v1",
    "roles",
    role([{ apiGroups: [""], resources: ["pods"] }]),
    ["rules[0].verbs"],
  ],
  [
    "a role's rule without resources",
    "rbac.authorization.k8s.io/v1",
    "roles",
    role([{ apiGroups: [""], verbs: ["get"] }]),
    ["rules[0].resources"],
  ],
  [
    "a role's rule about paths",
    "rbac.authorization.k8s.io/v1",
    "roles",
    role([{ nonResourceURLs: ["/x"], verbs: ["get"] }]),
    ["rules[0].nonResourceURLs"],
  ],
  [
    "a binding to no role",
    "rbac.authorization.k8s.io/v1",
    "rolebindings",
    binding({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role" } }),
    ["roleRef.name"],
  ],
  [
    "a binding to another kind",
    "rbac.authorization.k8s.io/v1",
    "rolebindings",
    binding({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Rule", name: "r" } }),
    ["roleRef.kind"],
  ],
  [
    "a binding of another kind of subject",
    "rbac.authorization.k8s.io/v1",
    "rolebindings",
    binding({ subjects: [{ kind: "Robot", name: "r" }] }),
    ["subjects[0].kind"],
  ],
  [
    "an account without a name",
    "rbac.authorization.k8s.io/v1",
    "rolebindings",
    binding({ subjects: [{ kind: "ServiceAccount", namespace: "default" }] }),
    ["subjects[0].name"],
  ],
  [
    "a budget of both kinds",
    "policy/v1",
    "poddisruptionbudgets",
    { spec: { minAvailable: 1, maxUnavailable: 1 } },
    ["spec"],
  ],
  [
    "a budget of more than all",
    "policy/v1",
    "poddisruptionbudgets",
    { spec: { minAvailable: "120%" } },
    ["spec.minAvailable"],
  ],
  [
    "an autoscaler of fewer at most than at least",
    "autoscaling/v2",
    "horizontalpodautoscalers",
    {
      spec: {
        minReplicas: 3,
        maxReplicas: 2,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "d" },
      },
    },
    ["spec.maxReplicas"],
  ],
  [
    "an autoscaler of nothing",
    "autoscaling/v2",
    "horizontalpodautoscalers",
    { spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment" } } },
    ["spec.scaleTargetRef.name"],
  ],
  [
    "a claim without a mode",
    "v1",
    "persistentvolumeclaims",
    { spec: { resources: { requests: { storage: "1Gi" } } } },
    ["spec.accessModes"],
  ],
  [
    "a claim of no size",
    "v1",
    "persistentvolumeclaims",
    { spec: { accessModes: ["ReadWriteOnce"] } },
    ["spec.resources[storage]"],
  ],
  ["an ingress without rules", "networking.k8s.io/v1", "ingresses", { spec: {} }, ["spec"]],
  [
    "a network policy of another direction",
    "networking.k8s.io/v1",
    "networkpolicies",
    { spec: { podSelector: {}, policyTypes: ["Sideways"] } },
    ["spec.policyTypes[0]"],
  ],
  [
    "a lease of no time",
    "coordination.k8s.io/v1",
    "leases",
    { spec: { leaseDurationSeconds: 0 } },
    ["spec.leaseDurationSeconds"],
  ],
  ["a quota of less than nothing", "v1", "resourcequotas", { spec: { hard: { pods: "-1" } } }, ["spec.hard[pods]"]],
  [
    "endpoints with an address that is none",
    "v1",
    "endpoints",
    { subsets: [{ addresses: [{ ip: "x" }], ports: [{ port: 80 }] }] },
    ["subsets[0].addresses[0].ip"],
  ],
  [
    "a slice with an address of another kind",
    "discovery.k8s.io/v1",
    "endpointslices",
    { addressType: "IPv4", endpoints: [{ addresses: ["fd00::1"] }] },
    ["endpoints[0].addresses"],
  ],
  [
    "a slice of another type",
    "discovery.k8s.io/v1",
    "endpointslices",
    { addressType: "Mail", endpoints: [] },
    ["addressType"],
  ],
  ["an account's name in capitals", "v1", "serviceaccounts", { metadata: { name: "A" } }, ["metadata.name"]],
  [
    "a service whose name has a dot",
    "v1",
    "services",
    { metadata: { name: "a.b" }, ...service({}) },
    ["metadata.name"],
  ],
  [
    "an owner's label that is none",
    "v1",
    "configmaps",
    { metadata: { name: "a", labels: { "a b": "c" } } },
    ["metadata.labels"],
  ],
  [
    "a label's value that is none",
    "v1",
    "configmaps",
    { metadata: { name: "a", labels: { a: "b c" } } },
    ["metadata.labels"],
  ],
];

/** What built-in kinds find fault with. */
export const validations: readonly Fact[] = faults.map(([title, groupVersion, plural, body, fields]) =>
  fact(`${title} is refused at ${fields.join(", ") || "the object"}`, async ({ admin, core, group, eventually }) => {
    const root = groupVersion === "v1" ? core : group(groupVersion);
    const answer = await eventually(async () => {
      const made = await admin.call("POST", `${root}/${plural}?dryRun=All`, {
        body: { metadata: { name: "tried" }, ...body },
      });
      // The namespace's account is there before pods are looked at.
      assert.notEqual(made.status, 403, made.text);
      return made;
    });
    assert.equal(answer.status, 422, answer.text);
    assert.equal(answer.json.reason, "Invalid");
    const found = (answer.json.details.causes as { field: string }[]).map(({ field }) => field);
    assert.deepEqual([...new Set(found)].sort(), [...fields].sort());
  }),
);
