import type { KubeObject } from "../objects/object.ts";
import { fieldOf, resourceOf } from "./downward.ts";
import { MissingReference, type PodObjects } from "./objects-of-pod.ts";

interface Reference {
  name?: string;
  key: string;
  optional?: boolean;
}
interface Variable {
  name: string;
  value?: string;
  valueFrom?: {
    configMapKeyRef?: Reference;
    secretKeyRef?: Reference;
    fieldRef?: { fieldPath: string };
    resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
  };
}
interface Source {
  prefix?: string;
  configMapRef?: { name?: string; optional?: boolean };
  secretRef?: { name?: string; optional?: boolean };
}

const usualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** A container's environment. @throws MissingReference */
export function environmentOf(
  pod: KubeObject,
  spec: Readonly<Record<string, unknown>>,
  objects: PodObjects,
): Record<string, string> {
  const { namespace = "", name } = pod.metadata;
  const { hostname, enableServiceLinks } = pod["spec"] as { hostname?: string; enableServiceLinks?: boolean };
  const made: Record<string, string> = { PATH: usualPath, HOSTNAME: hostname || name, HOME: "/" };
  for (const service of objects.services("default"))
    if (service.metadata.name === "kubernetes") Object.assign(made, serviceVariables(service));
  if (enableServiceLinks !== false)
    for (const service of objects.services(namespace)) Object.assign(made, serviceVariables(service));
  for (const { prefix = "", configMapRef, secretRef } of (spec["envFrom"] ?? []) as Source[]) {
    const { name: source = "", optional } = configMapRef ?? secretRef ?? {};
    const held =
      configMapRef === undefined
        ? objects.secret(namespace, source, optional)
        : objects.configMap(namespace, source, optional);
    for (const [key, value] of held) made[prefix + key] = Buffer.from(value).toString();
  }
  for (const variable of (spec["env"] ?? []) as Variable[]) {
    const value = variableValue(variable, pod, spec, objects);
    if (value !== undefined) made[variable.name] = expand(value, made);
  }
  return made;
}

function variableValue(
  { value, valueFrom }: Variable,
  pod: KubeObject,
  spec: Readonly<Record<string, unknown>>,
  objects: PodObjects,
): string | undefined {
  if (valueFrom === undefined) return value ?? "";
  const { namespace = "" } = pod.metadata;
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = valueFrom;
  if (fieldRef !== undefined) return fieldOf(pod, fieldRef.fieldPath);
  if (resourceFieldRef !== undefined) return resourceOf(spec, resourceFieldRef.resource, resourceFieldRef.divisor);
  const reference = configMapKeyRef ?? secretKeyRef;
  if (reference === undefined) return "";
  const { name = "", key, optional } = reference;
  const held =
    configMapKeyRef === undefined
      ? objects.secret(namespace, name, optional)
      : objects.configMap(namespace, name, optional);
  const found = held.get(key);
  if (found !== undefined) return Buffer.from(found).toString();
  if (optional === true) return undefined;
  const kind = configMapKeyRef === undefined ? "Secret" : "ConfigMap";
  throw new MissingReference(`couldn't find key ${key} in ${kind} ${namespace}/${name}`);
}

/** `$(NAME)` stands for what is known already; `$$` for one dollar. */
export const expand = (text: string, known: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\$\$|\$\(([\w.-]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? "$" : (known[name] ?? whole),
  );

function serviceVariables(service: KubeObject): Record<string, string> {
  const { clusterIP, ports = [] } = service["spec"] as {
    clusterIP?: string;
    ports?: { name?: string; port: number; protocol?: string }[];
  };
  const [first] = ports;
  if (clusterIP === undefined || clusterIP === "None" || clusterIP === "" || first === undefined) return {};
  const stem = service.metadata.name.toUpperCase().replaceAll("-", "_");
  const url = (port: number) => `tcp://${clusterIP}:${port}`;
  const named = ports.flatMap(({ name, port }) =>
    name ? [[`${stem}_SERVICE_PORT_${name.toUpperCase().replaceAll("-", "_")}`, String(port)]] : [],
  );
  const each = ports.flatMap(({ port, protocol = "TCP" }) => {
    const one = `${stem}_PORT_${port}_${protocol}`;
    return [
      [one, url(port).replace("tcp", protocol.toLowerCase())],
      [`${one}_PROTO`, protocol.toLowerCase()],
      [`${one}_PORT`, String(port)],
      [`${one}_ADDR`, clusterIP],
    ];
  });
  return Object.fromEntries([
    [`${stem}_SERVICE_HOST`, clusterIP],
    [`${stem}_SERVICE_PORT`, String(first.port)],
    ...named,
    [`${stem}_PORT`, url(first.port)],
    ...each,
  ]) as Record<string, string>;
}
