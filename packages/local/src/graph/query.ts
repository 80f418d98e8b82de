import type { WallRequest } from "../wall/wall.ts";
import { type Filter, parseFilter } from "./filter/parse.ts";
import { badRequest, GraphRefusal, unsupportedQuery } from "./refusal.ts";

/** OData's options of a request, as far as they are served. */
export interface Query {
  filter?: Filter;
  /** Names of members to show; undefined shows the usual ones. */
  select?: readonly string[];
  top: number;
  /** Place behind which the page begins. */
  after: number;
  count: boolean;
  /** Whether the caller accepts answers that are a little old, which more filters need. */
  isAdvanced: boolean;
}

const usualPage = 100;
const largestPage = 999;
const served = ["$filter", "$select", "$top", "$skiptoken", "$count", "$format"] as const;

/** Which options a kind of address takes. */
export type Options = readonly (typeof served)[number][];
export const listOptions: Options = ["$filter", "$select", "$top", "$skiptoken", "$count"];
export const itemOptions: Options = ["$select"];

/** Reads a request's options; one that is not served, or not here, is refused by its name. */
export function readQuery({ url, headers }: WallRequest, options: Options): Query {
  const values = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    const key = name.startsWith("$") ? name.toLowerCase() : name;
    if (!(options as readonly string[]).includes(key))
      throw unsupportedQuery(
        `The query option '${name}' is not supported here; supported are ${options.join(", ") || "none"}.`,
      );
    if (values.has(key)) throw badRequest(`Query option '${name}' was specified more than once.`);
    values.set(key, value);
  }
  const get = (name: Options[number]) => values.get(name);
  const filter = get("$filter");
  const select = get("$select");
  const count = get("$count") ?? "false";
  if (!/^(true|false)$/i.test(count)) throw badRequest(`Invalid value '${count}' for $count query option.`);
  const isCounted = count.toLowerCase() === "true";
  const isEventual = headers["consistencylevel"]?.toLowerCase() === "eventual";
  if (isCounted && !isEventual)
    throw unsupportedQuery("$count is supported with the header 'ConsistencyLevel: eventual' only.");
  return {
    ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    ...(select === undefined ? {} : { select: names(select) }),
    top: readTop(get("$top")),
    after: readSkipToken(get("$skiptoken")),
    count: isCounted,
    isAdvanced: isCounted && isEventual,
  };
}

function names(select: string): readonly string[] {
  const list = select.split(",").map((one) => one.trim());
  if (list.some((one) => !/^[A-Za-z@][\w@.]*$/.test(one)))
    throw new GraphRefusal(400, "BadRequest", `Parsing OData Select and Expand failed: Syntax error in '${select}'.`);
  return list;
}

function readTop(text: string | undefined): number {
  if (text === undefined) return usualPage;
  const top = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(top) || top < 1 || top > largestPage)
    throw new GraphRefusal(
      400,
      "BadRequest",
      `Invalid page size specified: '${text}'. Must be between 1 and ${largestPage} inclusive.`,
    );
  return top;
}

export const skipToken = (place: number): string => Buffer.from(`p${place}`).toString("base64url");

function readSkipToken(text: string | undefined): number {
  if (text === undefined) return 0;
  const place = /^p(\d{1,15})$/.exec(Buffer.from(text, "base64url").toString())?.[1];
  if (place === undefined)
    throw new GraphRefusal(
      400,
      "Directory_ExpiredPageToken",
      "The specified page token value has expired and can no longer be included in your request.",
    );
  return Number(place);
}
