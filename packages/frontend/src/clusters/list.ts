import { type ApiVersion, CloudError, type ClusterDocument } from "@aro/api";
import type { Page } from "@aro/database";
import type { Answer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { nextLink, refererOf } from "../headers/referer.ts";
import { messages } from "../messages.ts";
import type { Query } from "../routing/query.ts";
import { type Continuation, openContinuation, sealContinuation } from "./continuation.ts";

/** Clusters on a page (spec 01 §4.5). */
const pageLimit = 10;
/** Most bytes of a page's items; ARM cuts nothing, it fails at 8 MB (ARM-HDR-09). */
const byteLimit = 7_500_000;

/**
 * Clusters of the subscription, or of the group that the path names, in the order of their keys (spec 01 §6.8, ARM-LST-01).
 * Whether the subscription is registered does not matter (ARM-LST-06).
 */
export const listClusters =
  ({ records, continuationSealer }: Pick<Service, "records" | "continuationSealer">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const { subscriptionId = "", resourceGroupName } = exchange.parameters;
    const subscription = subscriptionId.toLowerCase();
    // The slash at the end keeps rg1 from showing rg10.
    const prefix =
      resourceGroupName === undefined
        ? `/subscriptions/${subscription}/`
        : `/subscriptions/${subscription}/resourcegroups/${resourceGroupName.toLowerCase()}/`;
    const pageSize = pageSizeOf(exchange);
    const from = continuationOf(exchange, continuationSealer, prefix);
    const page = await records.clusters({
      subscription,
      prefix,
      pageSize,
      ...(from.store === undefined ? {} : { continuation: from.store }),
    });
    if (page === undefined) throw badToken();
    const { items, next } = cut(page, from, exchange.version as ApiVersion);
    const link =
      next === undefined
        ? ""
        : `,"nextLink":${JSON.stringify(nextLink(refererOf(exchange.request.headers), sealContinuation(continuationSealer, prefix, next)))}`;
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      body: `{"value":[${items.join(",")}]${link}}`,
    };
  };

/** As many of the page's items as fit into one answer, as JSON, and where the rest begins. */
function cut(
  page: Page<ClusterDocument>,
  from: Continuation,
  version: ApiVersion,
): { items: string[]; next: Continuation | undefined } {
  const items: string[] = [];
  let bytes = 0;
  let last = from.after;
  for (const { key, openShiftCluster } of page.documents) {
    if (from.after !== undefined && key <= from.after) continue;
    const item = JSON.stringify(version.toExternal(openShiftCluster));
    bytes += Buffer.byteLength(item);
    // One item always goes, or the list would never end; a document is smaller than the limit.
    if (bytes > byteLimit && items.length > 0)
      return { items, next: { ...from, ...(last === undefined ? {} : { after: last }) } };
    items.push(item);
    last = key;
  }
  return { items, next: page.continuation === undefined ? undefined : { store: page.continuation } };
}

function pageSizeOf({ query }: Exchange): number {
  const value = only(query, "$top");
  if (value === undefined) return pageLimit;
  if (!/^\d{1,9}$/.test(value) || Number(value) < 1)
    throw new CloudError({ code: "InvalidParameter", message: messages.top(value), target: "$top" });
  return Math.min(Number(value), pageLimit);
}

function continuationOf({ query }: Exchange, sealer: Service["continuationSealer"], list: string): Continuation {
  const token = only(query, "$skipToken");
  if (token === undefined || token === "") return {};
  const continuation = openContinuation(sealer, list, token);
  if (continuation === undefined) throw badToken();
  return continuation;
}

/** The value of a parameter that is given once or not at all: of two nobody knows which is meant. @throws CloudError 400. */
function only(query: Query, name: string): string | undefined {
  const values = query.all(name);
  if (values.length <= 1) return values[0];
  throw new CloudError({
    code: "InvalidParameter",
    message: messages.repeatedParameter(name, values.length),
    target: name,
  });
}

const badToken = (): CloudError =>
  new CloudError({ code: "InvalidParameter", message: messages.skipToken(), target: "$skipToken" });
