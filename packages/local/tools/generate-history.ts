/**
 * Writes src/types/generated/*-history.ts: which members of today's models older versions of a provider did not have yet,
 * read out of the models that the Python SDKs are packaged with, those of azure-cli included. Arguments: the name of a
 * history, and the folders of the Python package in which its versions are looked for, one after the other:
 * `node packages/local/tools/generate-history.ts network FOLDER…`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Models } from "../src/resources/models.ts";
import { computeModels } from "../src/types/generated/compute.ts";
import { networkModels } from "../src/types/generated/network.ts";

/** One history: of which models, in which versions. */
interface Job {
  /** As Python names the package. */
  sdk: string;
  models: Models;
  versions: readonly string[];
  roots: readonly string[];
}

const jobs: Readonly<Record<string, Job>> = {
  network: {
    sdk: "azure.mgmt.network",
    models: networkModels,
    versions: ["2020-08-01", "2020-11-01", "2022-07-01"],
    roots: [
      "VirtualNetwork",
      "Subnet",
      "NetworkSecurityGroup",
      "SecurityRule",
      "RouteTable",
      "Route",
      "PublicIPAddress",
      "LoadBalancer",
      "BackendAddressPool",
      "InboundNatRule",
      "NetworkInterface",
      "PrivateLinkService",
      "PrivateEndpointConnection",
      "PrivateEndpoint",
    ],
  },
  machine: {
    sdk: "azure.mgmt.compute",
    models: computeModels,
    versions: ["2020-06-01", "2020-12-01", "2021-07-01", "2022-03-01", "2022-08-01", "2024-11-01"],
    roots: [
      "VirtualMachine",
      "VirtualMachineUpdate",
      "AvailabilitySet",
      "AvailabilitySetUpdate",
      "Image",
      "ImageUpdate",
    ],
  },
  disk: {
    sdk: "azure.mgmt.compute",
    models: computeModels,
    versions: [
      "2019-03-01",
      "2019-07-01",
      "2020-05-01",
      "2020-12-01",
      "2021-04-01",
      "2021-12-01",
      "2022-03-02",
      "2022-07-02",
      "2023-04-02",
      "2023-10-02",
      "2024-03-02",
    ],
    roots: [
      "Disk",
      "DiskUpdate",
      "Snapshot",
      "SnapshotUpdate",
      "DiskEncryptionSet",
      "DiskEncryptionSetUpdate",
      "GrantAccessData",
    ],
  },
  gallery: {
    sdk: "azure.mgmt.compute",
    models: computeModels,
    versions: ["2019-12-01", "2020-09-30", "2021-07-01", "2021-10-01", "2022-01-03", "2022-03-03", "2023-07-03"],
    roots: [
      "Gallery",
      "GalleryUpdate",
      "GalleryImage",
      "GalleryImageUpdate",
      "GalleryImageVersion",
      "GalleryImageVersionUpdate",
      "GalleryApplication",
      "GalleryApplicationUpdate",
      "GalleryApplicationVersion",
      "GalleryApplicationVersionUpdate",
    ],
  },
};

const [name = "", ...folders] = process.argv.slice(2);
const jobNamed = (wanted: string): Job => {
  const found = jobs[wanted];
  if (found === undefined)
    throw new Error(`there is no history '${wanted}'; there are ${Object.keys(jobs).join(", ")}`);
  return found;
};
const job = jobNamed(name);
const { models } = job;

/** The file in which a version of the package keeps its models. */
function fileOf(version: string): string {
  const file = folders
    .map((folder) => join(folder, `v${version.replaceAll("-", "_")}`, "models/_models_py3.py"))
    .find((one) => existsSync(one));
  if (file === undefined) throw new Error(`${version} is in none of ${folders.join(", ")}`);
  return file;
}

/** Class → wire path → type, of one version of the package. */
function classesOf(version: string): Map<string, Map<string, string>> {
  const found = new Map<string, Map<string, string>>();
  for (const match of readFileSync(fileOf(version), "utf8").matchAll(
    /^class (\w+)\([\s\S]*?(?=^class |$(?![\s\S]))/gm,
  )) {
    const map = /_attribute_map = \{\n([\s\S]*?)\n {4}\}/.exec(match[0])?.[1] ?? "";
    const members = new Map<string, string>();
    for (const line of map.matchAll(/['"]key['"]: ['"]([^'"]+)['"],\s*['"]type['"]: ['"]([^'"]+)['"]/g))
      members.set((line[1] ?? "").toLowerCase(), line[2] ?? "");
    found.set(match[1] ?? "", members);
  }
  return found;
}

/** Members, as `Model.member`, that a version lacks wherever the model is met. */
function lacking(version: string): string[] {
  const classes = classesOf(version);
  const lacks = new Map<string, boolean>();
  const seen = new Set<string>();
  const visit = (model: string, members: ReadonlyMap<string, string>, prefix: string, mark: string): void => {
    const key = `${model} ${mark} ${prefix}`;
    if (seen.has(key)) return;
    seen.add(key);
    for (const [member, kind] of Object.entries(models.models[model] ?? {})) {
      const path = `${prefix}${member}`.toLowerCase();
      const type = members.get(path);
      const inner = kind.replace(/^[-*]/, "").replaceAll(/[{}[\]]/g, "");
      const nested = [...members.keys()].some((one) => one.startsWith(`${path}.`));
      const name = `${model}.${member}`;
      const missing = type === undefined && !nested;
      lacks.set(name, missing && lacks.get(name) !== false);
      if (missing || !(inner in models.models)) continue;
      if (type === undefined) visit(inner, members, `${path}.`, mark);
      else {
        const plain = type.replaceAll(/[{}[\]]/g, "");
        const there = classes.get(plain);
        if (there !== undefined) visit(inner, there, "", plain);
      }
    }
  };
  for (const root of job.roots) {
    const members = classes.get(root);
    // A type that came later has no members in this version, and is not served in it.
    if (members !== undefined) visit(root, members, "", root);
  }
  return [...lacks].flatMap(([name, missing]) => (missing ? [name] : []));
}

const lines = [
  `// Generated by tools/generate-history.ts from the models of Python's ${job.sdk}; not edited by hand.`,
  `import type { History } from "../../resources/versions.ts";`,
  "",
  `export const ${name}History: History = [`,
];
for (const version of job.versions) {
  const byModel = new Map<string, string[]>();
  for (const missing of lacking(version)) {
    const [model = "", member = ""] = missing.split(".");
    // etag, type, name and id are everybody's: older models left them out of parts without minding them.
    if (["etag", "type", "name", "id", "systemData"].includes(member)) continue;
    byModel.set(model, [...(byModel.get(model) ?? []), member]);
  }
  lines.push("  {", `    version: "${version}",`, "    lacks: {");
  for (const [model, members] of [...byModel].sort(([a], [b]) => (a < b ? -1 : 1)))
    lines.push(`      ${model}: ${JSON.stringify(members.sort())},`);
  lines.push("    },", "  },");
}
lines.push("];", "");
writeFileSync(join(import.meta.dirname, "../src/types/generated", `${name}-history.ts`), lines.join("\n"));
