// The house's floors: which package imports which, what its package.json says of it, and who may touch the world directly. The rules are data
// (tools/floors.json). Inside a package no file names itself by way of others, and where its folders have floors, imports go down.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { circlesOf } from "./circles.ts";

type Floors = {
  packages: Record<string, string[]>;
  /** What the tests of a package may import besides. */
  inTests: Record<string, string[]>;
  /** Rooms that may name more than they import yet. */
  building: { about: string; packages: string[] };
  effects: Record<string, string[] | string>;
  /** Folders of a package by floor, from the top down. */
  inside: Record<string, string[][] | string>;
};

const root = join(import.meta.dirname, "../..");
const floors = JSON.parse(readFileSync(join(root, "tools/floors.json"), "utf8")) as Floors;
const findings: string[] = [];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("/node_modules/"));

type Manifest = { dependencies?: object; devDependencies?: object };
const manifest = (folder: string) => JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as Manifest;
const everywhere = Object.keys(manifest(".").devDependencies ?? {});
/** File to the files of its own package that it names, for a type alone too. */
const names = new Map<string, string[]>();

for (const name of readdirSync(join(root, "packages"))) {
  const allowed = floors.packages[name];
  if (allowed === undefined) {
    findings.push(`packages/${name}: not in tools/floors.json; name what it may import`);
    continue;
  }
  const { dependencies = {}, devDependencies = {} } = manifest(join("packages", name));
  const declared = Object.keys(dependencies);
  const forTests = [...declared, ...Object.keys(devDependencies), ...everywhere];
  const imported = new Set<string>();
  const importedByTests = new Set<string>();
  for (const file of sources(join(root, "packages", name))) {
    const where = relative(root, file);
    // A conformance suite is a test that several engines' test files import.
    const isTest = file.endsWith(".test.ts") || file.includes("/conformance/");
    const isBeside = isTest || /\/(?:tools|testing)\//.test(file);
    const text = readFileSync(file, "utf8");
    names.set(where, namedBy(file, text));
    for (const match of text.matchAll(/(?:^(?:import|export)\s[^"]*?from\s+|^import\s+|\bimport\()"([^"]+)"/gm)) {
      const specifier = match[1] ?? "";
      if (specifier.startsWith(".")) {
        const target = relative(root, join(file, "..", specifier)).split("/");
        if (target[0] === "packages" && target[1] !== name)
          findings.push(`${where}: reaches into packages/${target[1]} by path; import @aro/${target[1]}`);
        else if (!isBeside) findings.push(...upwards(name, where, target.join("/")));
        continue;
      }
      if (specifier.startsWith("node:")) continue;
      const library = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      (isBeside ? importedByTests : imported).add(library);
      const inHouse = /^@aro\/([^/]+)(\/.*)?$/.exec(specifier);
      if (inHouse) {
        if (isBeside && (floors.inTests[name] ?? []).includes(inHouse[1] ?? "")) continue;
        if (inHouse[1] !== name && !allowed.includes(inHouse[1] ?? ""))
          findings.push(`${where}: packages/${name} may not import @aro/${inHouse[1]}`);
        if (inHouse[1] !== name && !declared.includes(`@aro/${inHouse[1]}`))
          findings.push(`${where}: @aro/${inHouse[1]} is not among the dependencies of packages/${name}`);
        continue;
      }
      if (!(isBeside ? forTests : declared).includes(library))
        findings.push(`${where}: ${library} is not among the dependencies of packages/${name}`);
    }
    if (isTest || /\/(?:generated|tools|testing|conformance)\//.test(file)) continue;
    const code = text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/^\s*\/\/.*$/gm, "")
      .replace(/\s\/\/ .*$/gm, "");
    for (const [effect, where_] of Object.entries(floors.effects)) {
      if (effect === "about" || !Array.isArray(where_) || where_.includes(name)) continue;
      const pattern = new RegExp(`(?<![\\w.])${effect.replace(/[.()]/g, "\\$&")}`);
      if (pattern.test(code))
        findings.push(`${where}: ${effect} belongs to ${where_.join(", ") || "nobody"}; take it as an argument`);
    }
  }
  if (floors.building.packages.includes(name)) continue;
  for (const library of declared)
    if (!imported.has(library))
      findings.push(
        importedByTests.has(library)
          ? `packages/${name}: only tests import ${library}; it belongs among the devDependencies`
          : `packages/${name}: nothing imports the dependency ${library}`,
      );
  for (const library of Object.keys(devDependencies))
    if (!importedByTests.has(library)) findings.push(`packages/${name}: no test imports the devDependency ${library}`);
  for (const below of allowed)
    if (!imported.has(`@aro/${below}`))
      findings.push(`tools/floors.json: packages/${name} may import @aro/${below} and does not`);
}

/** What is wrong with an import between two folders of a package that has floors inside. */
function upwards(name: string, from: string, to: string): string[] {
  const storeys = floors.inside[name];
  if (!Array.isArray(storeys)) return [];
  const folderOf = (file: string): string => {
    const [, , , folder = "", ...rest] = file.split("/");
    return rest.length === 0 ? "." : folder;
  };
  const [above, below] = [folderOf(from), folderOf(to)];
  if (above === below) return [];
  const [upper, lower] = [above, below].map((folder) => storeys.findIndex((storey) => storey.includes(folder)));
  if (upper === -1) return [`${from}: packages/${name}/src/${above} has no floor in tools/floors.json ("inside")`];
  if (upper !== undefined && lower !== undefined && upper < lower) return [];
  return [`${from}: ${above} may not import ${to}: ${below} does not stand below it (tools/floors.json, "inside")`];
}

/** The files beside it that a file imports from, or exports again. */
function namedBy(file: string, text: string): string[] {
  const paths = text.matchAll(/^(?:import|export)\s[^"]*?from\s+"(\.[^"]+)"/gm);
  return [...paths].map(([, path = ""]) => relative(root, join(file, "..", path)));
}

for (const circle of circlesOf(names)) findings.push(`a circle of imports: ${circle.join(", ")}`);

for (const finding of findings) console.error(finding);
console.log(findings.length === 0 ? "floors: every import goes down" : `floors: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
