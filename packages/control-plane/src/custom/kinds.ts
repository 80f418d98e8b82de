import { createHash } from "node:crypto";
import { age, ago, nameColumn } from "../kinds/columns.ts";
import type { Columns, Kind, Subresource } from "../kinds/kind.ts";
import { fillDefaults } from "../schemas/defaults.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { valuesOf } from "../schemas/walk.ts";
import type { DefinedVersion, Definition, PrinterColumn } from "./definition.ts";
import { jsonPath } from "./json-path.ts";
import { checkScale } from "./scale.ts";

const allVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
const partVerbs = ["get", "patch", "update"];

/** Kinds by what their definition says, as long as any control plane serves them. */
const shared = new Map<string, WeakRef<readonly Kind[]>>();

/**
 * The kinds that a definition serves; the same objects for every control plane of the process, as with built-in kinds: schemas are most of what
 * a definition costs.
 */
export function sharedKindsOf(definition: Definition): readonly Kind[] {
  const key = createHash("sha256").update(JSON.stringify(definition.spec)).digest("base64");
  const held = shared.get(key)?.deref();
  if (held !== undefined) return held;
  const made = kindsOf(definition);
  shared.set(key, new WeakRef(made));
  return made;
}

/** The kinds that a definition serves: one for each served version. */
export function kindsOf({ spec }: Definition): Kind[] {
  const { group, names, scope, versions } = spec;
  const storage = versions.find((one) => one.storage)?.name ?? versions[0]?.name ?? "v1";
  return versions
    .filter(({ served }) => served)
    .map((version): Kind => {
      const { plural, kind } = names;
      const schema = schemaOf(version, spec.preserveUnknownFields === true);
      const hasStatus = version.subresources?.status !== undefined;
      return {
        group,
        version: version.name,
        kind,
        listKind: names.listKind ?? `${kind}List`,
        plural,
        singular: names.singular ?? kind.toLowerCase(),
        shortNames: names.shortNames ?? [],
        categories: names.categories ?? [],
        namespaced: scope === "Namespaced",
        verbs: allVerbs,
        subresources: subresourcesOf(version),
        storageVersion: storage,
        schema,
        ...(hasDefaults(schema) ? { completeRead: (object) => fillDefaults(schema, object, alone, true) } : {}),
        columns: columnsOf(version.additionalPrinterColumns ?? [agePath]),
        hasStatus,
        hasGeneration: true,
        unconditionalUpdate: false,
        custom: true,
        selectable: (version.selectableFields ?? []).map(({ jsonPath: path }) => path.replace(/^\./, "")),
        ...(version.subresources?.scale === undefined
          ? {}
          : { scale: version.subresources.scale, validate: checkScale(version.subresources.scale) }),
        ...(version.deprecated ? { deprecation: deprecationOf(group, version, kind) } : {}),
      };
    });
}

/** Schemas of definitions name no others; that of an embedded object's metadata, which is put into them, has no defaults. */
const alone: SchemaSource = { resolve: () => ({}) };

const hasDefaults = ({ properties = {}, items, ...schema }: Schema): boolean =>
  schema.default !== undefined ||
  [...Object.values(properties), items, valuesOf(schema)].some((one) => one !== undefined && hasDefaults(one));

const deprecationOf = (group: string, version: DefinedVersion, kind: string): string =>
  version.deprecationWarning ?? `${group}/${version.name} ${kind} is deprecated`;

function subresourcesOf({ subresources = {} }: DefinedVersion): Subresource[] {
  const found: Subresource[] = [];
  if (subresources.status !== undefined) found.push({ name: "status", verbs: partVerbs });
  if (subresources.scale !== undefined)
    found.push({
      name: "scale",
      verbs: partVerbs,
      responseKind: { group: "autoscaling", version: "v1", kind: "Scale" },
    });
  return found;
}

const schemaOf = ({ schema }: DefinedVersion, preserve: boolean): Schema => {
  const own = schema?.openAPIV3Schema ?? { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return preserve ? { ...own, "x-kubernetes-preserve-unknown-fields": true } : own;
};

/** As Go writes maps: by their keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => [name, sorted(held)]),
  );
}

const agePath: PrinterColumn = { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" };

function columnsOf(columns: readonly PrinterColumn[]): Columns {
  return {
    columns: [
      nameColumn,
      ...columns.map(({ name, type, format = "", description = "", priority = 0 }) => ({
        name,
        type,
        format,
        description,
        priority,
      })),
    ],
    cells: (object, now) => [
      object.metadata.name,
      ...columns.map(({ jsonPath: path, type }) => {
        if (path === agePath.jsonPath) return age(object, now);
        const found = jsonPath(path, object);
        if (found.length === 0) return null;
        const [value] = found;
        if (type === "date") return typeof value === "string" ? ago(now - Date.parse(value)) : "<unknown>";
        if (type === "string") return typeof value === "string" ? value : JSON.stringify(sorted(value));
        return value;
      }),
    ],
  };
}
