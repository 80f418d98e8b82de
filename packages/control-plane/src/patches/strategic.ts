import type { KubeObject } from "../objects/object.ts";
import { ofObject } from "../schemas/object-meta.ts";
import type { Schema, SchemaSource } from "../schemas/schema.ts";
import { isObject, resolved, valuesOf } from "../schemas/walk.ts";
import { ApiStatus } from "../status/status.ts";

const directive = "$patch";
const retainKeys = "$retainKeys";
const deleteFrom = "$deleteFromPrimitiveList/";
const order = "$setElementOrder/";

const isDirective = (name: string): boolean => name.startsWith("$");
const has = (schema: Schema | undefined, strategy: string): boolean =>
  (schema?.["x-kubernetes-patch-strategy"] ?? "").split(",").includes(strategy);

/** A patch whose lists are merged as the schema says. @throws ApiStatus BadRequest for a patch that cannot be read. */
export function patchStrategic(schema: Schema, document: KubeObject, patch: unknown, source: SchemaSource): KubeObject {
  if (!isObject(patch)) throw new ApiStatus("BadRequest", "json: cannot unmarshal the body into an object");
  return mergeObject(ofObject(resolved(schema, source)), document, patch, source) as unknown as KubeObject;
}

function memberSchema(schema: Schema | undefined, name: string, source: SchemaSource): Schema | undefined {
  if (schema === undefined) return undefined;
  const own = resolved(schema, source);
  const found = own.properties?.[name] ?? valuesOf(own);
  return found === undefined ? undefined : resolved(found, source);
}

function mergeObject(
  schema: Schema | undefined,
  original: Record<string, unknown>,
  patch: Record<string, unknown>,
  source: SchemaSource,
): Record<string, unknown> {
  const how = patch[directive];
  if (how === "replace") return withoutDirectives(patch);
  if (how === "delete") return {};
  if (how !== undefined && how !== "merge") throw unknownDirective(how);
  const made: Record<string, unknown> = { ...original };
  const retained = patch[retainKeys];
  if (Array.isArray(retained)) for (const name of Object.keys(made)) if (!retained.includes(name)) delete made[name];
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith(deleteFrom)) {
      const list = made[name.slice(deleteFrom.length)];
      if (Array.isArray(list) && Array.isArray(value))
        made[name.slice(deleteFrom.length)] = list.filter((one) => !value.includes(one));
      continue;
    }
    if (isDirective(name)) continue;
    if (value === null) {
      delete made[name];
      continue;
    }
    const of = memberSchema(schema, name, source);
    const old = made[name];
    if (isObject(value))
      made[name] = has(of, "replace")
        ? withoutDirectives(value)
        : mergeObject(of, isObject(old) ? old : {}, value, source);
    else if (Array.isArray(value) && has(of, "merge"))
      made[name] = mergeList(of, Array.isArray(old) ? old : [], value, patch[order + name], source);
    else made[name] = structuredClone(value);
  }
  // An order may come without the list itself.
  for (const [name, value] of Object.entries(patch)) {
    const list = name.startsWith(order) ? name.slice(order.length) : undefined;
    if (list === undefined || list in patch || !Array.isArray(made[list]) || !Array.isArray(value)) continue;
    const key = memberSchema(schema, list, source)?.["x-kubernetes-patch-merge-key"];
    made[list] = ordered(made[list] as unknown[], value, key);
  }
  return made;
}

function mergeList(
  schema: Schema | undefined,
  original: readonly unknown[],
  patch: readonly unknown[],
  wanted: unknown,
  source: SchemaSource,
): unknown[] {
  const key = schema?.["x-kubernetes-patch-merge-key"];
  const items = schema?.items;
  if (key === undefined) {
    const fresh = patch.filter((one, index) => !original.includes(one) && patch.indexOf(one) === index);
    return ordered([...original, ...fresh], wanted, undefined);
  }
  if (patch.some((one) => isObject(one) && one[directive] === "replace" && !(key in one)))
    return patch.filter((one) => !(isObject(one) && one[directive] === "replace")).map(withoutDirectives);
  const made = [...original];
  for (const one of patch) {
    if (!isObject(one))
      throw new ApiStatus("BadRequest", "unable to merge a list of objects with a value that is none");
    if (one[key] === undefined)
      throw new ApiStatus("BadRequest", `map: ${JSON.stringify(one)} does not contain declared merge key: ${key}`);
    const at = made.findIndex((other) => isObject(other) && other[key] === one[key]);
    if (one[directive] === "delete") {
      if (at >= 0) made.splice(at, 1);
    } else if (at < 0) made.push(mergeObject(items, {}, one, source));
    else if (one[directive] === "replace") made[at] = withoutDirectives(one);
    else made[at] = mergeObject(items, made[at] as Record<string, unknown>, one, source);
  }
  return ordered(made, wanted, key);
}

/** Puts what the order names into that order; what it does not name stays behind what it stood behind. */
function ordered(list: readonly unknown[], wanted: unknown, key: string | undefined): unknown[] {
  if (!Array.isArray(wanted)) return [...list];
  const identity = (one: unknown) => (key !== undefined && isObject(one) ? one[key] : one);
  const places = new Map(wanted.map((one, index) => [identity(one), index]));
  const named = list.filter((one) => places.has(identity(one)));
  named.sort((a, b) => (places.get(identity(a)) ?? 0) - (places.get(identity(b)) ?? 0));
  const made: unknown[] = [];
  let next = 0;
  for (const one of list)
    if (places.has(identity(one))) made.push(named[next++]);
    else made.push(one);
  return made;
}

function withoutDirectives(value: unknown): Record<string, unknown> {
  const plain = (one: unknown): unknown => {
    if (Array.isArray(one)) return one.map(plain);
    if (!isObject(one)) return one;
    return Object.fromEntries(
      Object.entries(one)
        .filter(([name, held]) => !isDirective(name) && held !== null)
        .map(([name, held]) => [name, plain(held)]),
    );
  };
  return plain(value) as Record<string, unknown>;
}

const unknownDirective = (how: unknown): ApiStatus =>
  new ApiStatus("BadRequest", `Unknown patch type: ${JSON.stringify(how)}. Must be "merge", "replace" or "delete"`);
