import { each, fill, type Members, optional, part } from "./filling.ts";

/** What the tag of an image says about pulling it. */
const pullPolicy = (image: unknown): string => {
  const [, tag, digest] = /:([^:/@]+)?(@.+)?$/.exec(String(image ?? "")) ?? [];
  if (String(image ?? "").includes("@") || digest !== undefined) return "IfNotPresent";
  return tag === undefined || tag === "latest" ? "Always" : "IfNotPresent";
};

function probe(holder: Members, name: string): void {
  const held = optional(holder, name);
  if (held === undefined) return;
  fill(held, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 });
  const get = optional(held, "httpGet");
  if (get !== undefined) fill(get, { path: "/", scheme: "HTTP" });
  const grpc = optional(held, "grpc");
  if (grpc !== undefined) fill(grpc, { service: "" });
}

function container(one: Members): void {
  fill(one, {
    imagePullPolicy: pullPolicy(one["image"]),
    resources: {},
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
  });
  for (const port of each(one, "ports")) fill(port, { protocol: "TCP" });
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) probe(one, name);
  for (const variable of each(one, "env")) {
    const field = optional(optional(variable, "valueFrom") ?? {}, "fieldRef");
    if (field !== undefined) fill(field, { apiVersion: "v1" });
  }
  const resources = optional(one, "resources");
  const limits = resources === undefined ? undefined : optional(resources, "limits");
  if (resources !== undefined && limits !== undefined) fill(part(resources, "requests"), limits);
}

const mode = 420;

function volume(one: Members): void {
  for (const name of ["secret", "configMap", "downwardAPI", "projected"]) {
    const held = optional(one, name);
    if (held !== undefined) fill(held, { defaultMode: mode });
  }
  const host = optional(one, "hostPath");
  if (host !== undefined) fill(host, { type: "" });
  for (const source of each(optional(one, "projected") ?? {}, "sources")) {
    const token = optional(source, "serviceAccountToken");
    if (token !== undefined) fill(token, { expirationSeconds: 3600 });
  }
  const sources = Object.keys(one).filter((name) => name !== "name");
  if (sources.length === 0) one["emptyDir"] = {};
}

/** The defaults of pods, wherever they are described. */
export function completePodSpec(spec: Members): void {
  fill(spec, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  });
  const account = spec["serviceAccountName"] ?? spec["serviceAccount"];
  if (account !== undefined) Object.assign(spec, { serviceAccountName: account, serviceAccount: account });
  for (const list of ["initContainers", "containers", "ephemeralContainers"]) each(spec, list).forEach(container);
  each(spec, "volumes").forEach(volume);
  if (spec["hostNetwork"] === true)
    for (const one of each(spec, "containers"))
      for (const port of each(one, "ports")) fill(port, { hostPort: port["containerPort"] });
}

/** The defaults of the pods that a workload describes. */
export function completeTemplate(object: Members): void {
  const template = part(part(object, "spec"), "template");
  part(template, "metadata");
  const spec = optional(template, "spec");
  if (spec !== undefined) completePodSpec(spec);
}
