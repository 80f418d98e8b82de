import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { ApiStatus } from "../status/status.ts";

/** Value of a member as selectors compare it: absent ones are empty, or `false` where the kind says so. */
function fieldValue(object: KubeObject, path: string): string {
  let at: unknown = object;
  for (const segment of path.split(".")) at = (at as Record<string, unknown> | undefined | null)?.[segment];
  return at === undefined || at === null ? "" : String(at);
}

const everywhere = (kind: Kind): readonly string[] =>
  kind.namespaced ? ["metadata.name", "metadata.namespace"] : ["metadata.name"];

/** Kinds that are selected by fields of their own have other words than the rest. */
const unsupported = (kind: Kind, path: string): ApiStatus =>
  new ApiStatus(
    "BadRequest",
    kind.selectable === undefined
      ? `${JSON.stringify(path)} is not a known field selector: only ${everywhere(kind)
          .map((one) => JSON.stringify(one))
          .join(", ")}`
      : `field label not supported: ${path}`,
  );

/** What a list asks of fields. */
export interface FieldMatch {
  test(object: KubeObject): boolean;
  /** The one name that can fit, when the selector gives it. */
  name?: string;
}

/** Reads a `fieldSelector`. @throws ApiStatus BadRequest for a field that the kind is not selected by. */
export function fieldSelector(kind: Kind, text: string | undefined): FieldMatch | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const terms = text.split(",").map((part) => {
    const [, path = "", sign = "", wanted = ""] = /^\s*([^=!\s]+)\s*(==|!=|=)\s*(.*?)\s*$/.exec(part) ?? [];
    if (path === "")
      throw new ApiStatus("BadRequest", `invalid selector: '${text}'; can't understand '${part.trim()}'`);
    if (![...everywhere(kind), ...(kind.selectable ?? [])].includes(path)) throw unsupported(kind, path);
    return { path, equal: sign !== "!=", wanted };
  });
  const named = terms.find(({ path, equal }) => path === "metadata.name" && equal);
  return {
    test: (object) => terms.every(({ path, equal, wanted }) => (fieldValue(object, path) === wanted) === equal),
    ...(named === undefined ? {} : { name: named.wanted }),
  };
}
