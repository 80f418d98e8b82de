/**
 * Writes src/types/generated/: which members each model of Azure has, read out of the official SDKs' type declarations
 * and (de)serializers. Run it after an SDK is updated: `node packages/local/tools/generate-members.ts`. An argument names another folder to write to.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mapperModels, mappersOf } from "./mapper-models.ts";

/** What is generated: one file per SDK, from the models that requests and answers begin with. */
interface Job {
  library: string;
  /** Written below src/types/generated. */
  file: string;
  /** Name of the exported constant. */
  name: string;
  /** Folder of its models where an SDK keeps those of several services apart. */
  models?: string;
  roots: readonly string[];
}
const jobs = JSON.parse(readFileSync(join(import.meta.dirname, "member-jobs.json"), "utf8")) as readonly Job[];

interface Property {
  type: string;
  readonly: boolean;
  required: boolean;
}
interface Sdk {
  /** Interface → member → its TypeScript type. */
  interfaces: Map<string, Map<string, Property>>;
  /** Interface → what it extends. */
  parents: Map<string, string>;
  /** Name of a closed or known set of strings → its values. */
  values: Map<string, string[]>;
  /** Function name without Serializer or Deserializer → wire member → [member of the interface, expression]. */
  readers: Map<string, Map<string, { key: string; expression: string }>>;
  writers: Map<string, Map<string, { key: string; expression: string }>>;
  /** Array readers: name → the name of the element's reader. */
  arrays: Map<string, string>;
  records: Map<string, string>;
}

const packageOf = (library: string): string => dirname(fileURLToPath(import.meta.resolve(`${library}/package.json`)));

const texts = (root: string, ending: string): string =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");

/** Splits `text` at commas that are not inside brackets or strings. */
function entries(text: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at] ?? "";
    if (quote !== "") {
      if (letter === quote) quote = "";
    } else if (letter === '"' || letter === "'") quote = letter;
    else if ("([{".includes(letter)) depth++;
    else if (")]}".includes(letter)) depth--;
    else if (letter === "," && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  found.push(text.slice(start));
  return found.map((entry) => entry.trim()).filter((entry) => entry !== "");
}

function objectLiteral(text: string, from: number): string {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "{") depth++;
    if (text[at] === "}" && --depth === 0) return text.slice(from + 1, at);
  }
  throw new Error(`unbalanced braces after ${text.slice(from, from + 40)}`);
}

function load({ library, models = "." }: Job): Sdk {
  const root = join(packageOf(library), "dist/esm/models");
  // What several services share stands outside their folders; of two declarations of a name the last counts.
  const declarations = [texts(root, ".d.ts"), ...(models === "." ? [] : [texts(join(root, models), ".d.ts")])].join(
    "\n",
  );
  const code = texts(join(root, models), "models.js");
  const sdk: Sdk = {
    interfaces: new Map(),
    parents: new Map(),
    values: new Map(),
    readers: new Map(),
    writers: new Map(),
    arrays: new Map(),
    records: new Map(),
  };
  for (const match of declarations.matchAll(/export interface (\w+)(?: extends ([\w, ]+?))? \{\n([\s\S]*?)^\}/gm)) {
    const properties = new Map<string, Property>();
    for (const line of (match[3] ?? "").matchAll(/^ {4}(readonly )?"?([\w.$-]+)"?(\?)?: ([\s\S]*?);$/gm))
      properties.set(line[2] ?? "", {
        type: line[4] ?? "",
        readonly: line[1] !== undefined,
        required: line[3] === undefined,
      });
    sdk.interfaces.set((match[1] ?? "").toLowerCase(), properties);
    if (match[2] !== undefined) sdk.parents.set((match[1] ?? "").toLowerCase(), match[2].trim());
  }
  for (const match of declarations.matchAll(/export declare enum Known(\w+) \{\n([\s\S]*?)^\}/gm))
    sdk.values.set(
      match[1] ?? "",
      [...(match[2] ?? "").matchAll(/= "([^"]*)"/g)].map((value) => value[1] ?? ""),
    );
  for (const match of declarations.matchAll(/export type (\w+) = ((?:"[^"]*"(?: \| )?)+);/g))
    sdk.values.set(
      match[1] ?? "",
      [...(match[2] ?? "").matchAll(/"([^"]*)"/g)].map((value) => value[1] ?? ""),
    );
  for (const match of code.matchAll(/^(?:export )?function (\w+?)(Serializer|Deserializer)\((item|result)\) \{\n/gm)) {
    const name = match[1] ?? "";
    const body = code.slice((match.index ?? 0) + match[0].length);
    if (match[3] === "result") {
      const element = /return (\w+?)(?:Serializer|Deserializer)\(item\)/.exec(body.slice(0, 200));
      if (element) sdk.arrays.set(name, element[1] ?? "");
      continue;
    }
    if (/^ +const result = \{\};/.test(body)) {
      const element = /: (\w+?)(?:Serializer|Deserializer)\(item\[key\]\)/.exec(body.slice(0, 300));
      if (element) sdk.records.set(name, element[1] ?? "");
      continue;
    }
    if (!/^ +return \{/.test(body)) continue;
    const members = new Map<string, { key: string; expression: string }>();
    for (const entry of entries(objectLiteral(body, body.indexOf("{")))) {
      const wire = /item\["([^"]+)"\]/.exec(entry)?.[1];
      if (entry.startsWith("...")) {
        if (wire !== undefined) members.set(wire, { key: "", expression: entry });
        continue;
      }
      const colon = entry.indexOf(":");
      const key = entry.slice(0, colon).trim().replaceAll('"', "");
      if (match[2] === "Deserializer") {
        if (wire !== undefined) members.set(wire, { key, expression: entry.slice(colon + 1) });
      } else members.set(key, { key: wire ?? "", expression: entry.slice(colon + 1) });
    }
    (match[2] === "Deserializer" ? sdk.readers : sdk.writers).set(name, members);
  }
  return sdk;
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function property(sdk: Sdk, owner: string, key: string): Property | undefined {
  // Function names begin in lower case, so that the casing of an abbreviation is lost: IPConfiguration, ipConfigurationSerializer.
  for (let at: string | undefined = owner; at !== undefined; at = sdk.parents.get(at.toLowerCase())) {
    const found = sdk.interfaces.get(at.toLowerCase())?.get(key);
    if (found) return found;
  }
  return undefined;
}

type Members = Map<string, Map<string, string>>;

function serializerModels(job: Job): { models: Members; sets: Map<string, readonly string[]> } {
  const sdk = load(job);
  const models = new Map<string, Map<string, string>>();
  const sets = new Map<string, readonly string[]>();
  const waiting: { name: string; owner: string }[] = [];
  const want = (reader: string, owner = upperFirst(reader)): string => {
    const name = upperFirst(reader.replace(/^_/, ""));
    if (!models.has(name)) {
      models.set(name, new Map());
      waiting.push({ name: reader, owner });
    }
    return name;
  };
  const scalar = (type: string): string => {
    const plain = type.replace(/ \| null/g, "").trim();
    if (plain.endsWith("[]")) return `${scalar(plain.slice(0, -2))}[]`;
    if (/^\(.*\)\[\]$/.test(plain)) return "string[]";
    const record = /^Record<string, (.*)>$/.exec(plain);
    if (record) return `{${scalar(record[1] ?? "")}}`;
    if (plain === "Date") return "date";
    if (["string", "number", "boolean", "any"].includes(plain)) return plain;
    const values = sdk.values.get(plain);
    if (values) {
      sets.set(plain, values);
      return `#${plain}`;
    }
    if (/^"[^"]*"(?: \| "[^"]*")*$/.test(plain)) return "string";
    if (sdk.interfaces.has(plain.toLowerCase())) return "any";
    return "string";
  };
  const typeOf = (expression: string, owner: string, key: string): string => {
    const called = /\b(_?\w+?)(?:Serializer|Deserializer)\(/.exec(expression)?.[1];
    if (called === undefined) {
      const found = property(sdk, owner, key);
      return scalar(found?.type ?? "any");
    }
    const element = sdk.arrays.get(called);
    if (element !== undefined) {
      const inner = sdk.arrays.get(element);
      return inner === undefined ? `${want(element)}[]` : `${want(inner)}[][]`;
    }
    const value = sdk.records.get(called);
    if (value !== undefined) return `{${want(value)}}`;
    if (sdk.readers.has(called) || sdk.writers.has(called))
      return called.startsWith("_") ? want(called, owner) : want(called);
    return scalar(property(sdk, owner, key)?.type ?? "any");
  };
  for (const root of job.roots) want(lowerFirst(root), root);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const members = models.get(upperFirst(next.name.replace(/^_/, ""))) ?? new Map<string, string>();
    const read = sdk.readers.get(next.name) ?? new Map();
    const written = sdk.writers.get(next.name) ?? new Map();
    for (const [wire, { key, expression }] of [...read, ...[...written].filter(([name]) => !read.has(name))]) {
      const declared = key === "" ? undefined : property(sdk, next.owner, key);
      const readOnly = declared?.readonly === true || (written.size > 0 && !written.has(wire));
      const flag = readOnly ? "-" : declared?.required === true ? "*" : "";
      members.set(wire, `${flag}${typeOf(expression, next.owner, key)}`);
    }
  }
  return { models, sets };
}

async function generate(job: Job): Promise<string> {
  const mappers = mappersOf(job.library);
  const { models, sets } = mappers === undefined ? serializerModels(job) : await mapperModels(mappers, job.roots);
  const { version } = JSON.parse(readFileSync(join(packageOf(job.library), "package.json"), "utf8")) as {
    version: string;
  };
  const quote = (text: string): string => (/^[A-Za-z_$][\w$]*$/.test(text) ? text : JSON.stringify(text));
  const lines = [
    `// Generated by tools/generate-members.ts from ${job.library} ${version}; not edited by hand.`,
    `import type { Models } from "../../resources/models.ts";`,
    "",
    `export const ${job.name}: Models = {`,
    "  models: {",
  ];
  for (const [name, members] of [...models].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push(`    ${quote(name)}: {`);
    for (const [wire, type] of members) lines.push(`      ${quote(wire)}: ${JSON.stringify(type)},`);
    lines.push("    },");
  }
  lines.push("  },", "  values: {");
  for (const [name, values] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1)))
    lines.push(`    ${quote(name)}: ${JSON.stringify(values)},`);
  lines.push("  },", "};", "");
  return lines.join("\n");
}

const [target = join(import.meta.dirname, "../src/types/generated")] = process.argv.slice(2);
for (const job of jobs) writeFileSync(join(target, job.file), await generate(job));
