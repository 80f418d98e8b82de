import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import { copyOf, isDeeper } from "../objects/json.ts";
import type { KubeObject, Metadata } from "../objects/object.ts";
import { ApiStatus } from "../status/status.ts";
import type { Desk } from "./desk.ts";
import type { WriteOptions } from "./registry.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What does not fit ObjectMeta, as the decoder words it. */
function misfit(metadata: Record<string, unknown>): string | undefined {
  const bad = (member: string, value: unknown, type: string) => {
    const is = Array.isArray(value) ? "array" : typeof value === "boolean" ? "bool" : typeof value;
    return `json: cannot unmarshal ${is} into Go struct field ObjectMeta.metadata.${member} of type ${type}`;
  };
  for (const member of ["name", "generateName", "namespace", "uid", "resourceVersion", "selfLink"])
    if (metadata[member] !== undefined && metadata[member] !== null && typeof metadata[member] !== "string")
      return bad(member, metadata[member], "string");
  for (const member of ["labels", "annotations"]) {
    const map = metadata[member];
    if (map === undefined || map === null) continue;
    if (!isObject(map)) return bad(member, map, "map[string]string");
    const wrong = Object.values(map).find((value) => typeof value !== "string");
    if (wrong !== undefined) return bad(member, wrong, "string");
  }
  for (const member of ["finalizers", "ownerReferences", "managedFields"]) {
    const list = metadata[member];
    if (list === undefined || list === null) continue;
    if (!Array.isArray(list)) return bad(member, list, member === "finalizers" ? "[]string" : "[]v1.Object");
    const wrong = list.find((one) => (member === "finalizers" ? typeof one !== "string" : !isObject(one)));
    if (wrong !== undefined) return bad(member, wrong, member === "finalizers" ? "string" : "v1.Object");
  }
  return undefined;
}

/**
 * A copy of what a client sent, as an object of the kind: known members only, defaults filled in.
 * @throws ApiStatus BadRequest for what cannot be an object of this kind.
 */
export function decode(desk: Desk, kind: Kind, sent: unknown, options: WriteOptions): KubeObject {
  if (!isObject(sent)) throw new ApiStatus("BadRequest", "couldn't get version/kind; json parse error: no object");
  const apiVersion = apiVersionOf(kind);
  const object = copyOf(sent) as unknown as KubeObject;
  object.apiVersion ??= apiVersion;
  object.kind ??= kind.kind;
  if (object.apiVersion !== apiVersion || object.kind !== kind.kind)
    throw new ApiStatus(
      "BadRequest",
      object.apiVersion === apiVersion
        ? `the kind in the data (${object.kind}) does not match the expected kind (${kind.kind})`
        : `the API version in the data (${object.apiVersion}) does not match the expected API version (${apiVersion})`,
    );
  const metadata: unknown = object.metadata ?? {};
  if (!isObject(metadata))
    throw new ApiStatus("BadRequest", "json: cannot unmarshal into Go struct field metadata of type v1.ObjectMeta");
  const fault =
    misfit(metadata) ?? (kind.custom || options.isInside ? undefined : desk.schemas.undecodable(kind.schema, object));
  if (fault !== undefined)
    throw new ApiStatus(
      "BadRequest",
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${fault}`,
    );
  object.metadata = withoutNothing(metadata) as Metadata;
  const { fieldValidation = "Warn" } = options;
  if (fieldValidation !== "Ignore") {
    const unknown = desk.schemas.unknown(kind.schema, object);
    if (unknown.length > 0 && fieldValidation === "Strict")
      throw new ApiStatus(
        "BadRequest",
        `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${unknown.join(", ")}`,
      );
    for (const one of unknown) options.warn?.(one);
  }
  desk.schemas.prune(kind.schema, object);
  desk.schemas.fillDefaults(kind.schema, object);
  // What metadata tells of the fields that each has written lies deeper than they do.
  if (isDeeper({ ...object, metadata: null }, deepestKept))
    throw new ApiStatus("BadRequest", `json: exceeded max depth of ${deepestKept}`);
  return object;
}

/**
 * How deep objects may be that are kept, unknown members not counted: whoever reads them calls itself once a level. The real one keeps some that it can
 * never read again, which ends the whole kind.
 */
const deepestKept = 1_000;

/** Metadata as it is kept: what is empty is not there. */
const withoutNothing = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(object).filter(
      ([name, value]) => value !== null && (name === "managedFields" || !Array.isArray(value) || value.length > 0),
    ),
  );
