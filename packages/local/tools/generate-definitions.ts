/**
 * Writes generated/definitions.json of src/openshift and src/hive: CustomResourceDefinitions as a cluster, or Hive, installs them, without
 * descriptions. Reads the published ones from ../shared/data/crds beside the checkout; run it when they change:
 * `node packages/local/tools/generate-definitions.ts [FOLDER]`.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parse } from "yaml";

const checkout = resolve(import.meta.dirname, "../../..");
const source = resolve(process.argv[2] ?? join(checkout, "../shared/data/crds"));
const rooms = ["openshift", "hive"];

/** Definitions that a cluster on Azure does not have: other platforms', other feature sets', examples, and the network plugin of old. */
const absent = [
  /\.example\.openshift\.io$/,
  /^(pacemakerclusters|compatibilityrequirements|internalreleaseimages|criocredentialproviderconfigs)\./,
  /^(clusternetworks|hostsubnets|netnamespaces|egressnetworkpolicies)\.network\.openshift\.io$/,
  /^(clusterimagepolicies|imagepolicies|backups|etcdbackups|pkis|clusterapis|osimagestreams|insightsdatagathers)\./,
];

type Value = null | boolean | number | string | Value[] | { [name: string]: Value };

/** A schema without what only people read. `properties` is told from a schema, since a property may be called `description`. */
function compact(value: Value, isProperties = false): Value {
  if (Array.isArray(value)) return value.map((one) => compact(one));
  if (typeof value !== "object" || value === null) return value;
  const kept: { [name: string]: Value } = {};
  for (const [name, member] of Object.entries(value)) {
    if (!isProperties && name === "description") continue;
    kept[name] =
      name === "enum" || name === "default" ? member : compact(member, !isProperties && name === "properties");
  }
  return kept;
}

for (const room of rooms) {
  const definitions = readdirSync(join(source, room))
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => parse(readFileSync(join(source, room, file), "utf8")) as { [name: string]: Value })
    .filter(({ metadata }) => !absent.some((pattern) => pattern.test(String((metadata as { name: string }).name))))
    .map(({ apiVersion, kind, metadata, spec }) => {
      const { name } = metadata as { name: string };
      return compact({ apiVersion: apiVersion ?? "", kind: kind ?? "", metadata: { name }, spec: spec ?? {} });
    });
  const target = join(import.meta.dirname, `../src/${room}/generated/definitions.json`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `[\n${definitions.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
  process.stdout.write(`${definitions.length} definitions in ${target}\n`);
}
