import type { Kind } from "../kinds/kind.ts";
import { findings } from "../schemas/findings.ts";
import { ApiStatus, type Cause } from "../status/status.ts";
import { Compacted, type Entry } from "../store/store.ts";
import { readContinuation, writeContinuation } from "./continuation.ts";
import type { Desk } from "./desk.ts";
import { expired } from "./failures.ts";
import { fieldSelector } from "./field-selector.ts";
import { shelfOf } from "./keys.ts";
import { labelSelector } from "./label-selector.ts";
import type { ListOptions, ListResult, Shown } from "./registry.ts";
import { shown } from "./shown.ts";

/** Whether an object is selected; undefined when everything is. */
export function selection(kind: Kind, options: ListOptions): ((one: Shown) => boolean) | undefined {
  const labels = labelSelector(options.labelSelector);
  const fields = fieldSelector(kind, options.fieldSelector);
  if (labels === undefined && fields === undefined) return undefined;
  return (one) => {
    const object = one.object();
    return (labels?.(object.metadata.labels) ?? true) && (fields?.test(object) ?? true);
  };
}

const tooOld = (): ApiStatus => expired("The resourceVersion for the provided list is too old.");

/** A resource version that a client names. @throws ApiStatus BadRequest when it is none. */
export function readVersion(
  text: string | undefined,
  reason: "BadRequest" | "Unknown" = "BadRequest",
): number | undefined {
  if (text === undefined || text === "") return undefined;
  const version = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(version))
    throw new ApiStatus(
      reason,
      `resourceVersion: Invalid value: ${JSON.stringify(text)}: strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  return version;
}

/** 422 of what a list or a watch is asked for. */
export const invalidOptions = (cause: Cause): ApiStatus =>
  new ApiStatus("Invalid", `ListOptions.meta.k8s.io "" is invalid: ${cause.field}: ${cause.message}`, {
    group: "meta.k8s.io",
    kind: "ListOptions",
    causes: [cause],
  });

function checkMatch({ resourceVersionMatch: match, resourceVersion = "", ...options }: ListOptions): void {
  if (match === undefined) return;
  if (options.continue)
    throw invalidOptions(
      findings.forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"),
    );
  if (resourceVersion === "")
    throw invalidOptions(
      findings.forbidden(
        "resourceVersionMatch",
        "resourceVersionMatch is forbidden unless resourceVersion is provided",
      ),
    );
  if (match === "Exact" && resourceVersion === "0")
    throw invalidOptions(
      findings.forbidden("resourceVersionMatch", 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    );
}

/** Objects of a kind, in the whole cluster or in a namespace, a page at a time when the client wants that. */
export function list(desk: Desk, kind: Kind, namespace: string | undefined, options: ListOptions = {}): ListResult {
  const { store } = desk;
  const { limit = 0 } = options;
  const shelf = shelfOf(kind);
  const prefix = namespace === undefined ? "" : `${namespace}/`;
  const wanted = selection(kind, options);
  const asked = readVersion(options.resourceVersion);
  checkMatch(options);
  if (options.continue && asked !== undefined && asked !== 0)
    throw new ApiStatus("BadRequest", "specifying resource version is not allowed when using continue");
  if (asked !== undefined && asked > store.version) throw tooNew(asked, store.version);
  const from = options.continue ? readContinuation(options.continue) : undefined;
  const at = from?.version ?? (options.resourceVersionMatch === "Exact" ? asked : undefined) ?? store.version;
  const items: Shown[] = [];
  let seen = 0;
  let last = "";
  let more = false;
  for (const entry of entriesAt(desk, shelf, prefix, from?.after ?? "", at)) {
    if (limit > 0 && items.length === limit) {
      more = true;
      break;
    }
    seen++;
    const one = shown(kind, entry.text);
    if (wanted !== undefined && !wanted(one)) continue;
    items.push(one);
    last = entry.key;
  }
  if (!more) return { items, resourceVersion: String(at) };
  const total = store.count(shelf, prefix);
  return {
    items,
    resourceVersion: String(at),
    continue: writeContinuation({ version: at, after: last }),
    // With a selector nobody knows how many of the rest fit.
    ...(wanted === undefined && from === undefined ? { remainingItemCount: total - seen } : {}),
  };
}

function* entriesAt(desk: Desk, shelf: string, prefix: string, after: string, at: number): Iterable<Entry> {
  try {
    yield* desk.store.list(shelf, { prefix, after, at });
  } catch (error) {
    if (error instanceof Compacted) throw tooOld();
    throw error;
  }
}

const tooNew = (asked: number, current: number): ApiStatus =>
  new ApiStatus("Timeout", `Too large resource version: ${asked}, current: ${current}`, {
    causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version", field: "" }],
    retryAfterSeconds: 1,
  });
