import { isIPv4, isIPv6 } from "node:net";
import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import { Quantity } from "../../schemas/rules/quantity.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional } from "../traits/filling.ts";
import { oneOf, portFault } from "./pod-spec.ts";

const specOf = (object: KubeObject): Members => optional(object as Members, "spec") ?? {};
const mebibyte = 1_048_576;
const keyPattern = /^[-._a-zA-Z0-9]+$/;
const keyWords =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

const checkKeys = (held: Members, member: string): Cause[] =>
  Object.keys(held)
    .filter((key) => !keyPattern.test(key) || key.length > 253 || key === "." || key === "..")
    .map((key) => findings.invalid(`${member}[${key}]`, key, keyWords));

const tooLong = (field: string): Cause => ({
  reason: "FieldValueTooLong",
  message: `Too long: may not be more than ${mebibyte} bytes`,
  field,
});

function checkConfigMap(object: KubeObject): Cause[] {
  const [data, binary] = [optional(object as Members, "data") ?? {}, optional(object as Members, "binaryData") ?? {}];
  const size =
    Object.values(data).reduce<number>((sum, one) => sum + Buffer.byteLength(String(one)), 0) +
    Object.values(binary).reduce<number>((sum, one) => sum + Buffer.byteLength(String(one), "base64"), 0);
  return [
    ...checkKeys(data, "data"),
    ...checkKeys(binary, "binaryData"),
    ...Object.keys(data)
      .filter((key) => key in binary)
      .map((key) => findings.invalid(`data[${key}]`, key, "duplicate of key present in binaryData")),
    ...(size > mebibyte ? [tooLong("[]")] : []),
  ];
}

const isJson = (base64: unknown): boolean => {
  try {
    JSON.parse(Buffer.from(String(base64), "base64").toString());
    return true;
  } catch {
    return false;
  }
};

function checkSecret(object: KubeObject): Cause[] {
  const data = optional(object as Members, "data") ?? {};
  const size = Object.values(data).reduce<number>((sum, one) => sum + Buffer.byteLength(String(one), "base64"), 0);
  const causes = [...checkKeys(data, "data"), ...(size > mebibyte ? [tooLong("data")] : [])];
  const need = (key: string) => (data[key] === undefined ? [findings.required(`data[${key}]`)] : []);
  const file = { "kubernetes.io/dockercfg": ".dockercfg", "kubernetes.io/dockerconfigjson": ".dockerconfigjson" }[
    String(object["type"])
  ];
  if (file !== undefined) {
    causes.push(...need(file));
    if (data[file] !== undefined && !isJson(data[file]))
      causes.push(findings.invalid(`data[${file}]`, "<secret contents redacted>", "invalid character"));
  }
  if (object["type"] === "kubernetes.io/tls") causes.push(...need("tls.crt"), ...need("tls.key"));
  if (object["type"] === "kubernetes.io/ssh-auth") causes.push(...need("ssh-privatekey"));
  if (object["type"] === "kubernetes.io/basic-auth" && data["username"] === undefined && data["password"] === undefined)
    causes.push(...need("username"), ...need("password"));
  return causes;
}

function checkService(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const ports = each(spec, "ports");
  const causes: Cause[] = [
    ...oneOf(spec, "sessionAffinity", "spec", ["ClientIP", "None"]),
    ...oneOf(spec, "type", "spec", ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"]),
  ];
  if (spec["type"] === "ExternalName") {
    if (!spec["externalName"])
      causes.push(
        findings.invalid("spec.externalName", "", "a lowercase RFC 1123 subdomain must consist of lower case"),
      );
  } else if (ports.length === 0 && spec["clusterIP"] !== "None") causes.push(findings.required("spec.ports"));
  for (const [index, port] of ports.entries()) {
    const path = `spec.ports[${index}]`;
    causes.push(...portFault(port["port"], `${path}.port`), ...oneOf(port, "protocol", path, ["SCTP", "TCP", "UDP"]));
    if (typeof port["targetPort"] === "number") causes.push(...portFault(port["targetPort"], `${path}.targetPort`));
    if (ports.length > 1 && !port["name"]) causes.push(findings.required(`${path}.name`));
    if (port["name"] && ports.findIndex((one) => one["name"] === port["name"]) < index)
      causes.push(findings.duplicate(`${path}.name`, port["name"]));
  }
  return causes;
}

const checkRules =
  (ofCluster: boolean) =>
  (object: KubeObject): Cause[] =>
    each(object as Members, "rules").flatMap((rule, index) => {
      const path = `rules[${index}]`;
      const has = (name: string) => ((rule[name] ?? []) as unknown[]).length > 0;
      if (!has("verbs")) return [findings.required(`${path}.verbs`, "verbs must contain at least one value")];
      if (has("nonResourceURLs"))
        return ofCluster
          ? []
          : [
              findings.invalid(
                `${path}.nonResourceURLs`,
                rule["nonResourceURLs"],
                "namespaced rules cannot apply to non-resource URLs",
              ),
            ];
      return [
        ...(has("apiGroups")
          ? []
          : [findings.required(`${path}.apiGroups`, "resource rules must supply at least one api group")]),
        ...(has("resources")
          ? []
          : [findings.required(`${path}.resources`, "resource rules must supply at least one resource")]),
      ];
    });

const rbac = "rbac.authorization.k8s.io";

function checkBinding(object: KubeObject): Cause[] {
  const reference = optional(object as Members, "roleRef") ?? {};
  const causes: Cause[] = [
    ...oneOf(reference, "apiGroup", "roleRef", [rbac]),
    ...oneOf(reference, "kind", "roleRef", object.kind === "RoleBinding" ? ["Role", "ClusterRole"] : ["ClusterRole"]),
  ];
  if (!reference["name"]) causes.push(findings.required("roleRef.name"));
  for (const [index, subject] of each(object as Members, "subjects").entries()) {
    const path = `subjects[${index}]`;
    if (!subject["name"]) causes.push(findings.required(`${path}.name`));
    causes.push(...oneOf(subject, "kind", path, ["ServiceAccount", "User", "Group"]));
    // In a namespace, an account without one is the namespace's own.
    if (subject["kind"] === "ServiceAccount" && !subject["namespace"] && object.kind === "ClusterRoleBinding")
      causes.push(findings.required(`${path}.namespace`));
  }
  return causes;
}

function checkBudget(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined)
    return [findings.invalid("spec", spec, "minAvailable and maxUnavailable cannot be both set")];
  return Object.entries({ minAvailable, maxUnavailable }).flatMap(([name, value]) => {
    if (value === undefined) return [];
    const percent = /^(\d+)%$/.exec(String(value))?.[1];
    if (typeof value === "string" && percent === undefined)
      return [
        findings.invalid(
          `spec.${name}`,
          value,
          "a valid percent string must be a numeric string followed by an ending '%'",
        ),
      ];
    if (Number(percent ?? 0) > 100) return [findings.invalid(`spec.${name}`, value, "must not be greater than 100%")];
    return typeof value === "number" && value < 0
      ? [findings.invalid(`spec.${name}`, value, "must be greater than or equal to 0")]
      : [];
  });
}

function checkClaim(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const causes: Cause[] = [];
  if (((spec["accessModes"] ?? []) as unknown[]).length === 0)
    causes.push(findings.required("spec.accessModes", "at least 1 access mode is required"));
  const requests = optional(optional(spec, "resources") ?? {}, "requests") ?? {};
  if (requests["storage"] === undefined) causes.push(findings.required("spec.resources[storage]"));
  return causes;
}

const checkQuota = (object: KubeObject): Cause[] =>
  Object.entries(optional(specOf(object), "hard") ?? {})
    .filter(([, value]) => (Quantity.read(String(value))?.billionths ?? 0n) < 0n)
    .map(([name, value]) => findings.invalid(`spec.hard[${name}]`, value, "must be greater than or equal to 0"));

const checkEndpoints = (object: KubeObject): Cause[] =>
  each(object as Members, "subsets").flatMap((subset, index) =>
    ["addresses", "notReadyAddresses"].flatMap((list) =>
      each(subset, list).flatMap(({ ip }, at) =>
        isIPv4(String(ip)) || isIPv6(String(ip))
          ? []
          : [
              findings.invalid(
                `subsets[${index}].${list}[${at}].ip`,
                ip ?? "",
                "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)",
              ),
            ],
      ),
    ),
  );

function checkSlice(object: KubeObject): Cause[] {
  const type = object["addressType"];
  if (type === undefined) return [findings.required("addressType")];
  const known = ["FQDN", "IPv4", "IPv6"];
  if (!known.includes(String(type))) return [findings.unsupported("addressType", type, known)];
  return each(object as Members, "endpoints").flatMap(({ addresses = [] }, index) =>
    (addresses as unknown[])
      .filter((one) => (type === "IPv4" ? !isIPv4(String(one)) : type === "IPv6" ? !isIPv6(String(one)) : false))
      .map((one) => findings.invalid(`endpoints[${index}].addresses`, one, `must be an ${type} address`)),
  );
}

/** Other kinds, by `group/plural`. */
export const otherChecks: Readonly<Record<string, (object: KubeObject) => Cause[]>> = {
  "/configmaps": checkConfigMap,
  "/secrets": checkSecret,
  "/services": checkService,
  "/persistentvolumeclaims": checkClaim,
  "/resourcequotas": checkQuota,
  "/endpoints": checkEndpoints,
  "discovery.k8s.io/endpointslices": checkSlice,
  [`${rbac}/roles`]: checkRules(false),
  [`${rbac}/clusterroles`]: checkRules(true),
  [`${rbac}/rolebindings`]: checkBinding,
  [`${rbac}/clusterrolebindings`]: checkBinding,
  "policy/poddisruptionbudgets": checkBudget,
  "networking.k8s.io/ingresses": (object) => {
    const spec = specOf(object);
    return each(spec, "rules").length === 0 && spec["defaultBackend"] === undefined
      ? [findings.invalid("spec", spec, "either `defaultBackend` or `rules` must be specified")]
      : [];
  },
  "networking.k8s.io/networkpolicies": (object) =>
    ((specOf(object)["policyTypes"] ?? []) as string[]).flatMap((one, index) =>
      ["Ingress", "Egress"].includes(one)
        ? []
        : [findings.unsupported(`spec.policyTypes[${index}]`, one, ["Egress", "Ingress"])],
    ),
  "coordination.k8s.io/leases": (object) => {
    const seconds = specOf(object)["leaseDurationSeconds"];
    return typeof seconds === "number" && seconds <= 0
      ? [findings.invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")]
      : [];
  },
};
