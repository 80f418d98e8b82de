/** Models of the SDKs that describe themselves in mappers.js: the older ones, made for @azure/core-client. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

interface Mapper {
  serializedName?: string;
  readOnly?: boolean;
  required?: boolean;
  type: {
    name: string;
    className?: string;
    allowedValues?: readonly string[];
    element?: Mapper;
    value?: Mapper;
    modelProperties?: Readonly<Record<string, Mapper>>;
  };
}

/** Where an SDK keeps its mappers; undefined when it has none. */
export function mappersOf(library: string): string | undefined {
  const root = dirname(fileURLToPath(import.meta.resolve(`${library}/package.json`)));
  return ["dist/esm/models", "dist-esm/src/models"]
    .map((folder) => join(root, folder, "mappers.js"))
    .find((file) => existsSync(file));
}

/** Sets of texts that an SDK knows, by the name of their type. */
function knownSets(file: string): Map<string, string[]> {
  const declarations = readFileSync(join(dirname(file), "index.d.ts"), "utf8");
  const found = new Map<string, string[]>();
  for (const match of declarations.matchAll(/export declare enum Known(\w+) \{\n([\s\S]*?)^\}/gm))
    found.set(
      match[1] ?? "",
      [...(match[2] ?? "").matchAll(/= "([^"]*)"/g)].map((value) => value[1] ?? ""),
    );
  for (const match of declarations.matchAll(/export (?:declare )?type (\w+) = ((?:"[^"]*"(?: \| )?)+);/g))
    found.set(
      match[1] ?? "",
      [...(match[2] ?? "").matchAll(/"([^"]*)"/g)].map((value) => value[1] ?? ""),
    );
  return found;
}

/** Interface → member → its declared type. */
function declaredTypes(file: string): Map<string, Map<string, string>> {
  const declarations = readFileSync(join(dirname(file), "index.d.ts"), "utf8");
  const found = new Map<string, Map<string, string>>();
  for (const match of declarations.matchAll(/export interface (\w+)(?: extends [\w., ]+?)? \{\n([\s\S]*?)^\}/gm)) {
    const members = new Map<string, string>();
    for (const line of (match[2] ?? "").matchAll(/^ {4}(?:readonly )?"?([\w.$-]+)"?\??: ([\s\S]*?);$/gm))
      members.set(line[1] ?? "", line[2] ?? "");
    found.set(match[1] ?? "", members);
  }
  return found;
}

/** Members by model, and the sets of texts that they name, beginning with the models `roots`. */
export async function mapperModels(
  file: string,
  roots: readonly string[],
): Promise<{ models: Map<string, Map<string, string>>; sets: Map<string, readonly string[]> }> {
  const exported = (await import(pathToFileURL(file).href)) as Record<string, Mapper | undefined>;
  const byClass = new Map<string, Mapper>();
  for (const one of Object.values(exported))
    if (one?.type?.className !== undefined && one.type.modelProperties !== undefined)
      byClass.set(one.type.className, one);
  const known = knownSets(file);
  const declared = declaredTypes(file);
  const models = new Map<string, Map<string, string>>();
  const sets = new Map<string, readonly string[]>();
  const waiting: string[] = [];
  const want = (name: string): string => {
    if (!models.has(name)) {
      models.set(name, new Map());
      waiting.push(name);
    }
    return name;
  };
  const kindOf = (mapper: Mapper, setName: string | undefined): string => {
    const { type } = mapper;
    switch (type.name) {
      case "Composite":
        return byClass.has(type.className ?? "") ? want(type.className ?? "") : "any";
      case "Sequence":
        return type.element === undefined ? "any" : `${kindOf(type.element, setName)}[]`;
      case "Dictionary":
        return type.value === undefined ? "any" : `{${kindOf(type.value, undefined)}}`;
      case "Number":
        return "number";
      case "Boolean":
        return "boolean";
      case "Date":
      case "DateTime":
        return "date";
      case "any":
      case "Object":
        return "any";
      default: {
        const values = setName === undefined ? undefined : known.get(setName);
        if (setName === undefined || values === undefined) return "string";
        sets.set(setName, values);
        return `#${setName}`;
      }
    }
  };
  for (const root of roots) {
    if (!byClass.has(root)) throw new Error(`${file} has no model ${root}`);
    want(root);
  }
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const owner = next;
    for (const [member, mapper] of Object.entries(byClass.get(owner)?.type.modelProperties ?? {})) {
      const flag = mapper.readOnly === true ? "-" : mapper.required === true ? "*" : "";
      const set = declared.get(owner)?.get(member)?.replace(/\[\]$/, "");
      const kind = `${flag}${kindOf(mapper, set)}`;
      // `properties.principalId`: the member stands below one that has no class of its own.
      const path = (mapper.serializedName ?? member).split(/(?<!\\)\./).map((part) => part.replaceAll("\\.", "."));
      let at = models.get(owner) ?? new Map<string, string>();
      let model = owner;
      for (const part of path.slice(0, -1)) {
        model = `${model}${part.charAt(0).toUpperCase()}${part.slice(1)}`;
        at.set(part, flag === "*" ? `*${model}` : (at.get(part) ?? model));
        const inner = models.get(model) ?? new Map<string, string>();
        models.set(model, inner);
        at = inner;
      }
      at.set(path.at(-1) ?? member, kind);
    }
  }
  return { models, sets };
}
