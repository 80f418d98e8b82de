/**
 * Writes src/kinds/generated/: which kinds Kubernetes serves by itself, with what verbs and names, and their schemas without the
 * descriptions; read out of the API descriptions that the module k8s.io/kubernetes carries. The argument is that module's folder, which
 * `go list -m -f '{{.Dir}}' k8s.io/kubernetes` prints in tools/kube-assets. Run it when the pinned version rises.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const [module = ""] = process.argv.slice(2);

/** The versions that are served: what is stable, in the order of discovery. */
const served = [
  ["", "v1"],
  ["apiregistration.k8s.io", "v1"],
  ["apps", "v1"],
  ["events.k8s.io", "v1"],
  ["authentication.k8s.io", "v1"],
  ["authorization.k8s.io", "v1"],
  ["autoscaling", "v2"],
  ["autoscaling", "v1"],
  ["batch", "v1"],
  ["certificates.k8s.io", "v1"],
  ["networking.k8s.io", "v1"],
  ["policy", "v1"],
  ["rbac.authorization.k8s.io", "v1"],
  ["storage.k8s.io", "v1"],
  ["admissionregistration.k8s.io", "v1"],
  ["apiextensions.k8s.io", "v1"],
  ["scheduling.k8s.io", "v1"],
  ["coordination.k8s.io", "v1"],
  ["node.k8s.io", "v1"],
  ["discovery.k8s.io", "v1"],
  ["flowcontrol.apiserver.k8s.io", "v1"],
] as const;

interface Json {
  [name: string]: Json & string & Json[];
}
const read = (path: string): Json => JSON.parse(readFileSync(join(module, path), "utf8")) as Json;

const prefix = "#/components/schemas/";
const schemas = new Map<string, unknown>();

/** Members that only say that Go has no absent values. */
const zero = (value: unknown): boolean => value === 0 || value === "" || JSON.stringify(value) === "{}";

function plain(value: unknown, all: Json): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one, all));
  if (typeof value !== "object" || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === "description" && typeof member === "string") continue;
    if (name === "default" && zero(member)) continue;
    if (name === "properties")
      made[name] = Object.fromEntries(Object.entries(member as Json).map(([one, of]) => [one, plain(of, all)]));
    else if (name === "$ref") {
      const target = String(member).slice(prefix.length);
      take(target, all);
      made[name] = target;
    } else made[name] = plain(member, all);
  }
  const only = (made["allOf"] as { $ref?: string }[] | undefined)?.[0];
  if (only?.$ref !== undefined && Object.keys(only).length === 1 && (made["allOf"] as unknown[]).length === 1) {
    delete made["allOf"];
    return { ...only, ...made };
  }
  return made;
}

/** What may hold anything says so as a definition would. */
const open = (schema: Record<string, unknown>): Record<string, unknown> =>
  Object.keys(schema).every((key) => key === "type") && (schema["type"] ?? "object") === "object"
    ? { ...schema, "x-kubernetes-preserve-unknown-fields": true }
    : schema;

function take(name: string, all: Json): void {
  if (schemas.has(name)) return;
  schemas.set(name, undefined);
  schemas.set(name, open(plain(all[name], all) as Record<string, unknown>));
}

interface Found {
  name: string;
  singularName: string;
  kind: string;
  group?: string;
  version?: string;
  namespaced: boolean;
  verbs: string[];
  shortNames?: string[];
  categories?: string[];
}

const kinds: unknown[] = [];
for (const [group, version] of served) {
  const path = group === "" ? `api__${version}` : `apis__${group}__${version}`;
  const all = read(`api/openapi-spec/v3/${path}_openapi.json`)["components"]?.["schemas"] as Json;
  const schemaOf = (wanted: { group: string; version: string; kind: string }): string | undefined => {
    const found = Object.entries(all).find(([, schema]) =>
      (schema["x-kubernetes-group-version-kind"] as Json[] | undefined)?.some(
        (one) =>
          String(one["group"]) === wanted.group &&
          String(one["version"]) === wanted.version &&
          String(one["kind"]) === wanted.kind,
      ),
    )?.[0];
    if (found !== undefined) take(found, all);
    return found;
  };
  const resources = read(`api/discovery/${path}.json`)["resources"] as unknown as Found[];
  for (const one of resources.filter(({ name }) => !name.includes("/"))) {
    const subresources = resources.filter(({ name }) => name.startsWith(`${one.name}/`));
    kinds.push({
      group,
      version,
      kind: one.kind,
      plural: one.name,
      singular: one.singularName,
      namespaced: one.namespaced,
      verbs: one.verbs,
      ...(one.shortNames === undefined ? {} : { shortNames: one.shortNames }),
      ...(one.categories === undefined ? {} : { categories: one.categories }),
      schema: schemaOf({ group, version, kind: one.kind }),
      subresources: subresources.map((sub) => {
        const response = { group: sub.group ?? group, version: sub.version ?? version, kind: sub.kind };
        return {
          name: sub.name.slice(one.name.length + 1),
          verbs: sub.verbs,
          ...(sub.kind === one.kind ? {} : { responseKind: response, schema: schemaOf(response) }),
        };
      }),
    });
  }
}
for (const name of ["DeleteOptions", "Status", "WatchEvent"])
  take(
    `io.k8s.apimachinery.pkg.apis.meta.v1.${name}`,
    read("api/openapi-spec/v3/api__v1_openapi.json")["components"]?.["schemas"] as Json,
  );

const version = /@(v[\d.]+)$/.exec(basename(module))?.[1] ?? "unknown";
const folder = join(import.meta.dirname, "../src/kinds/generated");
const sorted = Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(join(folder, "schemas.json"), `${JSON.stringify(sorted)}\n`);
writeFileSync(join(folder, "kinds.json"), `${JSON.stringify({ kubernetes: version, kinds }, undefined, 1)}\n`);
