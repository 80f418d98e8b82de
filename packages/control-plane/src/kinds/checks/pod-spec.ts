import { nameFault } from "../../registry/names.ts";
import { findings } from "../../schemas/findings.ts";
import { Quantity } from "../../schemas/rules/quantity.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional } from "../traits/filling.ts";

const largestPort = 65_535;

/** A word out of few; nothing is said of one that is absent. */
export function oneOf(holder: Members, name: string, path: string, words: readonly string[]): Cause[] {
  const value = holder[name];
  return value === undefined || words.includes(String(value))
    ? []
    : [findings.unsupported(`${path}.${name}`, value, words)];
}

/** A number that may not be less than nothing. */
export function notNegative(holder: Members, name: string, path: string): Cause[] {
  const value = holder[name];
  return typeof value === "number" && value < 0
    ? [findings.invalid(`${path}.${name}`, value, "must be greater than or equal to 0")]
    : [];
}

export const portFault = (value: unknown, path: string): Cause[] =>
  typeof value === "number" && value >= 1 && value <= largestPort
    ? []
    : [findings.invalid(path, value ?? 0, `must be between 1 and ${largestPort}, inclusive`)];

/** Names that are missing, no names, or given twice. */
function checkNames(list: readonly Members[], path: string): Cause[] {
  return list.flatMap((one, index) => {
    const field = `${path}[${index}].name`;
    const name = String(one["name"] ?? "");
    if (name === "") return [findings.required(field)];
    const fault = nameFault(name, "label");
    if (fault !== undefined) return [findings.invalid(field, name, fault)];
    return list.findIndex((other) => other["name"] === name) < index ? [findings.duplicate(field, name)] : [];
  });
}

/** What is wrong with amounts that are asked for and allowed. */
function checkResources(resources: Members, path: string): Cause[] {
  const [requests, limits] = [optional(resources, "requests") ?? {}, optional(resources, "limits") ?? {}];
  const read = (value: unknown) => Quantity.read(String(value));
  const negative = [
    ["requests", requests],
    ["limits", limits],
  ].flatMap(([list, amounts]) =>
    Object.entries(amounts as Members)
      .filter(([, value]) => (read(value)?.billionths ?? 0n) < 0n)
      .map(([name, value]) =>
        findings.invalid(`${path}.${list}[${name}]`, value, "must be greater than or equal to 0"),
      ),
  );
  const above = Object.entries(requests)
    .filter(([name, value]) => {
      const [asked, most] = [read(value), limits[name] === undefined ? undefined : read(limits[name])];
      return asked !== undefined && most !== undefined && asked.compare(most) > 0n;
    })
    .map(([name, value]) =>
      findings.invalid(`${path}.requests`, value, `must be less than or equal to ${name} limit of ${limits[name]}`),
    );
  return [...negative, ...above];
}

const actions = ["exec", "httpGet", "tcpSocket", "grpc"];

/** What is wrong with a container; `volumes` are the names of its pod's. */
export function checkContainer(one: Members, path: string, volumes: ReadonlySet<unknown>): Cause[] {
  const causes: Cause[] = [];
  if (!one["image"]) causes.push(findings.required(`${path}.image`));
  causes.push(...oneOf(one, "imagePullPolicy", path, ["Always", "IfNotPresent", "Never"]));
  causes.push(...oneOf(one, "terminationMessagePolicy", path, ["FallbackToLogsOnError", "File"]));
  for (const [index, port] of each(one, "ports").entries()) {
    const at = `${path}.ports[${index}]`;
    causes.push(...portFault(port["containerPort"], `${at}.containerPort`));
    causes.push(...oneOf(port, "protocol", at, ["SCTP", "TCP", "UDP"]));
  }
  for (const [index, variable] of each(one, "env").entries())
    if (!variable["name"]) causes.push(findings.required(`${path}.env[${index}].name`));
  for (const [index, mount] of each(one, "volumeMounts").entries()) {
    const at = `${path}.volumeMounts[${index}]`;
    if (!mount["name"]) causes.push(findings.required(`${at}.name`));
    else if (!volumes.has(mount["name"]))
      causes.push({
        reason: "FieldValueNotFound",
        message: `Not found: ${JSON.stringify(mount["name"])}`,
        field: `${at}.name`,
      });
    if (!mount["mountPath"]) causes.push(findings.required(`${at}.mountPath`));
  }
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const probe = optional(one, name);
    if (probe !== undefined && !actions.some((action) => probe[action] !== undefined))
      causes.push(findings.required(`${path}.${name}`, "must specify a handler type"));
  }
  const resources = optional(one, "resources");
  return resources === undefined ? causes : [...causes, ...checkResources(resources, `${path}.resources`)];
}

function checkToleration(one: Members, path: string): Cause[] {
  const operator = one["operator"];
  if (operator === "Exists" && one["value"])
    return [findings.invalid(`${path}.operator`, one, "value must be empty when `operator` is 'Exists'")];
  return [
    ...oneOf(one, "operator", path, ["Equal", "Exists", "Lt", "Gt"]),
    ...oneOf(one, "effect", path, ["NoSchedule", "PreferNoSchedule", "NoExecute"]),
  ];
}

/** What is wrong with a pod, wherever it is described. */
export function checkPodSpec(spec: Members | undefined, path: string): Cause[] {
  const all = spec ?? {};
  const containers = each(all, "containers");
  if (containers.length === 0) return [findings.required(`${path}.containers`)];
  const volumes = each(all, "volumes");
  const named = new Set(volumes.map(({ name }) => name));
  return [
    ...checkNames(volumes, `${path}.volumes`),
    ...["containers", "initContainers"].flatMap((list) => [
      ...checkNames(each(all, list), `${path}.${list}`),
      ...each(all, list).flatMap((one, index) => checkContainer(one, `${path}.${list}[${index}]`, named)),
    ]),
    ...oneOf(all, "restartPolicy", path, ["Always", "OnFailure", "Never"]),
    ...oneOf(all, "dnsPolicy", path, ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"]),
    ...notNegative(all, "terminationGracePeriodSeconds", path),
    ...each(all, "tolerations").flatMap((one, index) => checkToleration(one, `${path}.tolerations[${index}]`)),
  ];
}
