// What is exported for nobody. A value that a package offers is imported by somebody who is neither its own file nor a test of it;
// a type, which may be there for those who read a signature, is at least used in its own file.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "../..");
const folders = ["packages", "test", "bench", "tools"].filter((folder) => existsSync(join(root, folder)));

/** One source: its text, what it declares for others, and what it passes on (`export … from`): own name → where it comes from. */
interface Source {
  text: string;
  declared: Map<string, "value" | "type">;
  passedOn: Map<string, { from: string; name: string }>;
}

/** What is not judged, and why. It imports from the others all the same. */
const apart: readonly { where: RegExp; why: string }[] = [
  { where: /^packages\/database\/src\/(?:sqlite|containers)\//, why: "nobody has gone through it yet" },
  {
    where: /^packages\/api\/src\/(?:documents\/|versions\/(?:admin\/|resources\/order\.ts$))/,
    why: "the contract stands before its last routes",
  },
  { where: /^packages\/local\/src\/types\/registry\/credentials/, why: "the registry's own protocol is yet to come" },
  { where: /^packages\/runtime\/src\/manual-clock\.ts$/, why: "the clock of every package's tests" },
];

/** Rooms that are being built: who calls them may be yet to come. */
const { building } = JSON.parse(readFileSync(join(root, "tools/floors.json"), "utf8")) as {
  building: { packages: string[] };
};
const isBeingBuilt = (where: string): boolean => building.packages.includes(where.split("/")[1] ?? "");

const isTest = (file: string): boolean => /\.test\.ts$|\/(?:testing|conformance)\//.test(file);
const isGenerated = (file: string): boolean => file.includes("/generated/");

const files = folders
  .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !file.includes("/node_modules/"));

/** `a, type b as c` as pairs of the name there and the name here. */
const names = (list: string): { there: string; here: string }[] =>
  list
    .replace(/\/\/.*$/gm, "")
    .split(",")
    .map((part) => part.trim().replace(/^type\s+/, ""))
    .filter((part) => part !== "")
    .map((part) => part.split(/\s+as\s+/))
    .map(([there = "", here = there]) => ({ there, here }));

function read(file: string): Source {
  const text = readFileSync(file, "utf8");
  const declared: Source["declared"] = new Map();
  for (const [, what = "", name = ""] of text.matchAll(
    /^export (?:declare )?(?:abstract )?(?:async )?(const|let|function\*?|class|interface|type) (\w+)/gm,
  ))
    declared.set(name, what === "interface" || what === "type" ? "type" : "value");
  const passedOn: Source["passedOn"] = new Map();
  for (const [, list = "", specifier = ""] of text.matchAll(/^export (?:type )?\{([^}]*)\} from "([^"]+)"/gm)) {
    const from = resolve(file, specifier);
    if (from !== undefined) for (const { there, here } of names(list)) passedOn.set(here, { from, name: there });
  }
  return { text, declared, passedOn };
}

/** What `export * from` passes on, by name. */
function followStars(file: string, { text, passedOn }: Source): void {
  for (const [, specifier = ""] of text.matchAll(/^export (?:type )?\* from "([^"]+)"/gm)) {
    const from = resolve(file, specifier);
    const source = from === undefined ? undefined : sources.get(from);
    if (from === undefined || source === undefined) continue;
    followStars(from, source);
    for (const name of [...source.declared.keys(), ...source.passedOn.keys()]) passedOn.set(name, { from, name });
  }
}

/** The file behind a specifier; undefined for what is not of this house. */
function resolve(file: string, specifier: string): string | undefined {
  if (specifier.startsWith(".")) return join(file, "..", specifier);
  const [, name, inside] = /^@aro\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const offers = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  const target = offers.exports[`.${inside ?? ""}`];
  return target === undefined ? undefined : join(root, "packages", name, target);
}

const sources = new Map(files.map((file) => [file, read(file)]));
for (const [file, source] of sources) followStars(file, source);
const everything = "*";

/** Who imports which name of which file; a name is `FILE#NAME`. */
const importers = new Map<string, Set<string>>();
function used(file: string, name: string, by: string): void {
  const key = `${file}#${name}`;
  if (importers.get(key)?.has(by) === true) return;
  importers.set(key, (importers.get(key) ?? new Set()).add(by));
  const source = sources.get(file);
  if (source === undefined) return;
  if (name === everything)
    for (const each of [...source.declared.keys(), ...source.passedOn.keys()]) used(file, each, by);
  const origin = source.passedOn.get(name);
  if (origin !== undefined) used(origin.from, origin.name, by);
}

for (const [file, { text }] of sources) {
  for (const [, list, specifier = ""] of text.matchAll(
    /^import (?:type )?(?:\w+, )?(?:\{([^}]*)\}|\* as \w+) from "([^"]+)"/gm,
  )) {
    const target = resolve(file, specifier);
    if (target === undefined) continue;
    if (list === undefined) used(target, everything, file);
    else for (const { there } of names(list)) used(target, there, file);
  }
  // What is taken of a dynamic import is not followed: it may be all.
  for (const [, specifier = ""] of text.matchAll(/\bimport\(\s*"([^"]+)"/g)) {
    const target = resolve(file, specifier);
    if (target !== undefined) used(target, everything, file);
  }
}

const findings: string[] = [];
for (const [file, { text, declared }] of sources) {
  if (isGenerated(file) || isTest(file)) continue;
  const where = relative(root, file);
  if (!where.startsWith("packages/") || isBeingBuilt(where) || apart.some((one) => one.where.test(where))) continue;
  for (const [name, kind] of declared) {
    const by = [...(importers.get(`${file}#${name}`) ?? [])];
    const inside = text.split(new RegExp(`\\b${name}\\b`)).length - 1 > 1;
    if (by.length === 0 && !(kind === "type" && inside)) findings.push(`${where}: nobody imports ${name}`);
    else if (kind === "value" && !inside && by.every(isTest)) findings.push(`${where}: only tests use ${name}`);
  }
}

for (const finding of findings) console.error(finding);
console.log(
  findings.length === 0 ? "exports: each has somebody who imports it" : `exports: ${findings.length} findings`,
);
process.exitCode = findings.length === 0 ? 0 : 1;
