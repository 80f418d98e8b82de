import { json } from "../wall/answers.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { VaultCall } from "./call.ts";
import { badParameter } from "./refusal.ts";

const most = 25;

/** Query parameters of a list. */
export const listQuery = ["maxresults", "$skiptoken"] as const;

/** A list in pages: `read` gives what comes after a mark, one more than fits tells that there are more. */
export function listAnswer<Item>(
  call: VaultCall,
  read: (after: string, limit: number) => Item[],
  markOf: (item: Item) => string,
  render: (item: Item) => unknown,
): WallResponse {
  const asked = call.query.get("maxresults");
  const size = asked === undefined ? most : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > most)
    throw badParameter(`Parameter maxresults is invalid: '${asked}'. It must be between 1 and ${most}.`);
  const items = read(markFrom(call.query.get("$skiptoken")), size + 1);
  const shown = items.slice(0, size);
  const last = shown.at(-1);
  return json(200, {
    value: shown.map(render),
    nextLink: items.length > size && last !== undefined ? nextLink(call, markOf(last), size) : null,
  });
}

function nextLink({ request: { url }, query }: VaultCall, mark: string, size: number): string {
  const link = new URL(url.pathname, url.origin);
  link.searchParams.set("api-version", query.get("api-version") ?? "");
  link.searchParams.set("$skiptoken", Buffer.from(JSON.stringify([mark])).toString("base64url"));
  link.searchParams.set("maxresults", String(size));
  const pending = query.get("includePending");
  if (pending !== undefined) link.searchParams.set("includePending", pending);
  return link.href;
}

function markFrom(token: string | undefined): string {
  if (token === undefined) return "";
  try {
    const [mark, ...more]: unknown[] = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    if (typeof mark === "string" && more.length === 0) return mark;
  } catch {
    // Said below.
  }
  throw badParameter("Parameter $skiptoken is invalid.");
}
