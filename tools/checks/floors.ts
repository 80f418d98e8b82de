// The house's floors: which package imports which, and who may touch the world directly. The rules are data (tools/floors.json).
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

type Floors = {
  packages: Record<string, string[]>;
  /** What the tests of a package may import besides. */
  inTests: Record<string, string[]>;
  effects: Record<string, string[] | string>;
};

const root = join(import.meta.dirname, "../..");
const floors = JSON.parse(readFileSync(join(root, "tools/floors.json"), "utf8")) as Floors;
const findings: string[] = [];

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("/node_modules/"));

for (const name of readdirSync(join(root, "packages"))) {
  const allowed = floors.packages[name];
  if (allowed === undefined) {
    findings.push(`packages/${name}: not in tools/floors.json; name what it may import`);
    continue;
  }
  const declared = Object.keys(
    (JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as { dependencies?: object })
      .dependencies ?? {},
  );
  for (const file of sources(join(root, "packages", name))) {
    const where = relative(root, file);
    // A conformance suite is a test that several engines' test files import.
    const isTest = file.endsWith(".test.ts") || file.includes("/conformance/");
    const text = readFileSync(file, "utf8");
    for (const match of text.matchAll(/(?:^(?:import|export)\s[^"]*?from\s+|^import\s+|\bimport\()"([^"]+)"/gm)) {
      const specifier = match[1] ?? "";
      if (specifier.startsWith(".")) {
        const target = relative(root, join(file, "..", specifier)).split("/");
        if (target[0] === "packages" && target[1] !== name)
          findings.push(`${where}: reaches into packages/${target[1]} by path; import @aro/${target[1]}`);
        continue;
      }
      if (specifier.startsWith("node:")) continue;
      const inHouse = /^@aro\/([^/]+)(\/.*)?$/.exec(specifier);
      if (inHouse) {
        if (isTest && (floors.inTests[name] ?? []).includes(inHouse[1] ?? "")) continue;
        if (inHouse[1] !== name && !allowed.includes(inHouse[1] ?? ""))
          findings.push(`${where}: packages/${name} may not import @aro/${inHouse[1]}`);
        if (inHouse[1] !== name && !declared.includes(`@aro/${inHouse[1]}`))
          findings.push(`${where}: @aro/${inHouse[1]} is not among the dependencies of packages/${name}`);
        continue;
      }
      const library = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
      if (!isTest && !/\/(?:tools|testing)\//.test(file) && !declared.includes(library))
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
}

for (const finding of findings) console.error(finding);
console.log(findings.length === 0 ? "floors: every import goes down" : `floors: ${findings.length} findings`);
process.exitCode = findings.length === 0 ? 0 : 1;
