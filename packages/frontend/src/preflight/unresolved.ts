import type { Finding, Json, JsonObject } from "@aro/api";

/** A part of a template that ARM has not evaluated yet: its value is known only when the deployment has come so far (ARM-PRE-03). */
const isExpression = (value: Json | undefined): boolean =>
  typeof value === "string" && value.startsWith("[") && value.endsWith("]") && !value.startsWith("[[");

/** Where a body still has expressions, as targets are written, in lower case: `properties.workerprofiles[0].vmsize`. */
export function unresolvedPaths(value: Json | undefined, at = ""): string[] {
  if (isExpression(value)) return [at];
  if (Array.isArray(value)) return value.flatMap((inner, index) => unresolvedPaths(inner, `${at}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    unresolvedPaths(inner, at === "" ? name.toLowerCase() : `${at}.${name.toLowerCase()}`),
  );
}

/** Whether a finding is about something whose value is not known yet, or about what that lies in. */
export function isUndecided({ target }: Finding, unresolved: readonly string[]): boolean {
  const at = target?.toLowerCase() ?? "";
  const within = (inner: string, outer: string) =>
    inner === outer || inner.startsWith(`${outer}.`) || inner.startsWith(`${outer}[`);
  return at !== "" && unresolved.some((path) => within(path, at) || within(at, path));
}

const principal = "properties.serviceprincipalprofile";
/** Stand for a principal that is not known: well formed, and nobody's. */
const nobody = { clientId: "00000000-0000-0000-0000-000000000000", clientSecret: "unresolved" };

/** Whether the body's service principal is not known yet, as where it is made together with the cluster. */
export const isPrincipalUnresolved = (unresolved: readonly string[]): boolean =>
  unresolved.some((path) => path.startsWith(principal));

/** The body with somebody well formed in the place of a principal that is not known: the rest can be judged then. */
export function withSomePrincipal(body: JsonObject): JsonObject {
  const properties = body["properties"];
  if (typeof properties !== "object" || properties === null || Array.isArray(properties)) return body;
  const name = Object.keys(properties).find((one) => one.toLowerCase() === "serviceprincipalprofile");
  return name === undefined ? body : { ...body, properties: { ...properties, [name]: nobody } };
}
