import { Refusal } from "../documents/refusal.ts";
import type { ArmCall } from "../wall/arm-call.ts";

/** A call's query, names in lower case. */
export type Query = ReadonlyMap<string, string>;

/** Reads the query; refuses parameters that the called operation does not know, and repeated ones. `known` in lower case, besides api-version. */
export function readQuery(call: ArmCall, known: readonly string[]): Query {
  const query = new Map<string, string>();
  for (const [given, value] of call.request.url.searchParams) {
    const name = given.toLowerCase();
    if (query.has(name))
      throw new Refusal(400, "InvalidQueryParameter", `The query parameter '${given}' is given more than once.`);
    if (name !== "api-version" && !known.includes(name))
      throw new Refusal(
        400,
        "InvalidQueryParameter",
        `The query parameter '${given}' is not supported by this operation${known.length === 0 ? "" : `; it knows ${known.join(", ")}`}.`,
      );
    query.set(name, value);
  }
  return query;
}

const form = /^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|rc|privatepreview))?$/i;

/** The api-version asked for; refuses when there is none (ARM-URI-01). */
export function apiVersionOf(query: Query): string {
  const version = query.get("api-version");
  if (version === undefined || version === "")
    throw new Refusal(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  return version.toLowerCase();
}

/** Refuses a version that a resource type does not have, as ARM does for a registered provider. */
export function checkTypeVersion(version: string, type: string, versions: readonly string[], location: string): void {
  const slash = type.indexOf("/");
  if (!form.test(version))
    throw new Refusal(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${version}' is invalid. The supported versions are '${versions.join(",")}'.`,
    );
  if (!versions.includes(version))
    throw new Refusal(
      400,
      "NoRegisteredProviderFound",
      `No registered resource provider found for location '${location === "" ? "global" : location}' and API version '${version}' for type '${type.slice(slash + 1)}'. The supported api-versions are '${versions.join(", ")}'.`,
    );
}

/** Refuses a version that ARM's own resources do not have. */
export function checkArmVersion(version: string, versions: readonly string[]): void {
  if (!versions.includes(version))
    throw new Refusal(
      400,
      "InvalidApiVersionParameter",
      `The api-version '${version}' is invalid. The supported versions are '${versions.join(",")}'.`,
    );
}

/** ARM's answer to a verb that an address does not have. */
export const methodNotAllowed = (method: string, what: string, allowed: readonly string[]): Refusal =>
  new Refusal(405, "MethodNotAllowed", `The HTTP method '${method}' is not supported for '${what}'.`, {
    headers: { allow: allowed.join(", ") },
  });
