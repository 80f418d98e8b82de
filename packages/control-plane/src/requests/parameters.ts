import type { User } from "../access/access.ts";
import type { DeleteOptions, ListOptions, WatchOptions, WriteOptions } from "../registry/registry.ts";
import { findings } from "../schemas/findings.ts";
import { ApiStatus, type Cause } from "../status/status.ts";
import type { ApiRequest } from "./request.ts";
import { isTrue } from "./target.ts";

const number = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!/^-?\d+$/.test(text))
    throw new ApiStatus("BadRequest", `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
};
const word = <Word extends string>(query: URLSearchParams, name: string, words: readonly Word[]): Word | undefined => {
  const text = query.get(name);
  if (text === null || text === "") return undefined;
  if (!(words as readonly string[]).includes(text)) throw invalidParameter(findings.unsupported(name, text, words));
  return text as Word;
};
const invalidParameter = (cause: Cause): ApiStatus =>
  new ApiStatus("Invalid", `Options.meta.k8s.io "" is invalid: ${cause.field}: ${cause.message}`, {
    group: "meta.k8s.io",
    causes: [cause],
  });
const given = <Value>(name: string, value: Value | null | undefined | ""): Record<string, Value> =>
  value === undefined || value === null || value === "" ? {} : { [name]: value };

/** Parameters of lists: those of watches, which a list may name as well and may not name wrongly. */
export const listOptions = (query: URLSearchParams): ListOptions => watchOptions(query);

/** Parameters of watches. */
export const watchOptions = (query: URLSearchParams): WatchOptions => ({
  ...given("labelSelector", query.get("labelSelector")),
  ...given("fieldSelector", query.get("fieldSelector")),
  ...given("limit", number(query, "limit")),
  ...given("continue", query.get("continue")),
  ...given("resourceVersion", query.get("resourceVersion")),
  ...given("resourceVersionMatch", word(query, "resourceVersionMatch", ["Exact", "NotOlderThan"])),
  ...given("timeoutSeconds", number(query, "timeoutSeconds")),
  ...(query.has("allowWatchBookmarks") ? { allowWatchBookmarks: isTrue(query.get("allowWatchBookmarks")) } : {}),
  ...(query.has("sendInitialEvents") ? { sendInitialEvents: isTrue(query.get("sendInitialEvents")) } : {}),
});

/** Parameters of writes. Without a field manager the client's name counts, as far as its first slash. */
export function writeOptions(
  { url: { searchParams: query }, headers, reviews }: Pick<ApiRequest, "url" | "headers" | "reviews">,
  user: User,
): WriteOptions & { warnings: string[] } {
  const warnings: string[] = [];
  const dryRun = query.getAll("dryRun");
  const odd = dryRun.find((one) => one !== "All");
  if (odd !== undefined)
    throw new ApiStatus("Invalid", `dryRun: Unsupported value: ${JSON.stringify(odd)}: supported values: "All"`);
  const fieldValidation = word(query, "fieldValidation", ["Ignore", "Warn", "Strict"]);
  return {
    user,
    fieldManager: query.get("fieldManager") || (headers["user-agent"] ?? "unknown").split("/")[0] || "unknown",
    dryRun: dryRun.length > 0,
    ...(fieldValidation === undefined ? {} : { fieldValidation }),
    ...(reviews === undefined ? {} : { reviews }),
    warn: (text) => warnings.push(text),
    warnings,
  };
}

/** Options of a DELETE: in its body, or as parameters. */
export function deleteOptions(query: URLSearchParams, body: unknown): DeleteOptions {
  const sent = (typeof body === "object" && body !== null ? body : {}) as DeleteOptions;
  const grace = number(query, "gracePeriodSeconds");
  const policy = word(query, "propagationPolicy", ["Orphan", "Background", "Foreground"]);
  const made: DeleteOptions = {
    ...sent,
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(policy === undefined ? {} : { propagationPolicy: policy }),
    ...(query.has("orphanDependents") ? { orphanDependents: isTrue(query.get("orphanDependents")) } : {}),
  };
  if (made.propagationPolicy !== undefined && made.orphanDependents !== undefined)
    throw invalidParameter(
      findings.invalid(
        "propagationPolicy",
        made.propagationPolicy,
        "orphanDependents and deletionPropagation cannot be both set",
      ),
    );
  return made;
}
