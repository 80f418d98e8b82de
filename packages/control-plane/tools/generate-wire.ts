/**
 * Writes src/wire/generated/messages.json: numbers and types of the fields of Kubernetes' protobuf messages, read out of the generated.proto
 * files of its modules. The argument is the folder of the module cache that holds them: `$(go env GOMODCACHE)/k8s.io`.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [cache = ""] = process.argv.slice(2);
const schemas = JSON.parse(
  readFileSync(join(import.meta.dirname, "../src/kinds/generated/schemas.json"), "utf8"),
) as Record<string, { properties?: Record<string, unknown> }>;
const { kubernetes, kinds } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../src/kinds/generated/kinds.json"), "utf8"),
) as {
  kubernetes: string;
  kinds: { group: string; version: string; schema?: string; subresources: { schema?: string }[] }[];
};
const release = kubernetes.replace(/^v1/, "v0");
const modules = ["api", "apimachinery", "apiextensions-apiserver", "kube-aggregator"];

/** Message → its fields as they stand in the file. */
const messages = new Map<string, { number: number; name: string; type: string; repeated: boolean }[]>();
const schemaName = (name: string): string =>
  name
    .replace(/^k8s\.io\./, "io.k8s.")
    .replace("apiextensions_apiserver", "apiextensions-apiserver")
    .replace("kube_aggregator", "kube-aggregator");

for (const module of modules) {
  const folder = join(cache, `${module}@${release}`);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.name !== "generated.proto") continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    const owner = schemaName(/^package ([\w.]+);/m.exec(text)?.[1] ?? "");
    for (const [, name, body] of text.matchAll(/^message (\w+) \{\n([\s\S]*?)^\}/gm)) {
      const fields = [
        ...(body ?? "").matchAll(/^ {2}(optional|repeated|required)? ?(map<[^>]+>|[\w.]+) (\w+) = (\d+);/gm),
      ].map(([, label, type = "", field = "", number]) => ({
        number: Number(number),
        name: field,
        type: type.startsWith("map<")
          ? `{${qualified(/,\s*([^>]+)>/.exec(type)?.[1] ?? "", owner)}}`
          : qualified(type, owner),
        repeated: label === "repeated",
      }));
      messages.set(`${owner}.${name}`, fields);
    }
  }
}

/** Members, as `Message.member`, that Go leaves out of JSON when they are zero, though protobuf carries them. */
const leftOut = new Set<string>();
for (const module of modules) {
  const folder = join(cache, `${module}@${release}`);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!/^types(_\w+)?\.go$/.test(entry.name)) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, name, body] of text.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm))
      for (const [, type = "", member] of (body ?? "").matchAll(/^\t\w+\s+(\S+)\s+`json:"([\w$-]+),omitempty/gm))
        if (!type.startsWith("*")) leftOut.add(`${name}.${member}`);
  }
}

function qualified(type: string, owner: string): string {
  if (["string", "bytes", "bool", "int32", "int64", "double", "uint32", "uint64"].includes(type)) return type;
  const plain = type.replace(/^\./, "");
  return schemaName(plain.includes(".") ? plain : `${owner}.${plain}`);
}

/** A field's name in JSON, which may differ in case and dashes. */
function jsonName(field: string, properties: Record<string, unknown> | undefined): string | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  if (properties === undefined || field in properties) return field;
  return Object.keys(properties).find((name) => plain(name) === plain(field));
}

const made: Record<string, string> = {};
const take = (name: string): void => {
  const fields = messages.get(name);
  if (fields === undefined || name in made) return;
  made[name] = "";
  const properties = schemas[name]?.properties;
  made[name] = fields
    .map(({ number, name: field, type, repeated }) => {
      const inner = type.replaceAll(/[{}]/g, "");
      take(inner);
      const known = jsonName(field, properties);
      // What JSON knows no member for is written into its holder: VolumeSource into Volume.
      const inline = properties !== undefined && known === undefined && messages.has(inner);
      const zero = leftOut.has(`${name.split(".").at(-1)}.${known ?? field}`) ? "?" : "";
      return `${number} ${inline ? "<" : zero}${known ?? field} ${type}${repeated ? "[]" : ""}`;
    })
    .join(";");
};
for (const { schema, subresources } of kinds) {
  if (schema !== undefined) take(schema);
  for (const { schema: one } of subresources) if (one !== undefined) take(one);
}
for (const name of ["DeleteOptions", "Status", "WatchEvent", "ListMeta"])
  take(`io.k8s.apimachinery.pkg.apis.meta.v1.${name}`);
take("io.k8s.api.policy.v1.Eviction");
const sorted = Object.fromEntries(Object.entries(made).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(
  join(import.meta.dirname, "../src/wire/generated/messages.json"),
  `${JSON.stringify(sorted, undefined, 0).replaceAll('","', '",\n"')}\n`,
);
