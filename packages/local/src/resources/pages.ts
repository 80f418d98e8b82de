import { createHmac, timingSafeEqual } from "node:crypto";
import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import { answerBytes } from "./answer.ts";
import type { Engine } from "./contract.ts";

/** Rows that are in memory at one time: what lives through the making of a page outlives V8's young generation, and long lists fill the old one. */
const rowsAtOnce = 32;

/** Pages end at this many entries or bytes, whatever comes first; no answer may reach 8 MB (ARM-HDR-09). */
const pageLimits = { entries: 500, bytes: 2_000_000 } as const;

const secretOf = (engine: Engine): string => {
  const known = engine.rows.value("page-secret");
  if (known !== undefined) return known;
  const made = Buffer.from(engine.random.bytes(32)).toString("hex");
  engine.durable.transaction(() => engine.rows.setValue("page-secret", made));
  return made;
};

/** What a token is bound to: the list and how it was asked for, less where it goes on. */
function binding(call: ArmCall): string {
  const query = [...call.request.url.searchParams]
    .filter(([name]) => !["$skiptoken", "$top"].includes(name.toLowerCase()))
    .map(([name, value]) => `${name.toLowerCase()}=${value}`)
    .sort();
  return `${call.request.url.pathname.toLowerCase()}?${query.join("&")}`;
}

const seal = (engine: Engine, call: ArmCall, after: string): Buffer =>
  createHmac("sha256", secretOf(engine))
    .update(`${binding(call)}\n${after}`)
    .digest()
    .subarray(0, 16);

const queryValue = (call: ArmCall, name: string): string | undefined =>
  [...call.request.url.searchParams].find(([given]) => given.toLowerCase() === name)?.[1];

/** Where a listing goes on; refuses a token that is garbage or of another list (ARM-LST-04). */
function pageStart(engine: Engine, call: ArmCall): { after: string; limit: number } {
  const token = queryValue(call, "$skiptoken");
  const top = queryValue(call, "$top");
  if (top !== undefined && !/^[1-9]\d{0,8}$/.test(top))
    throw new Refusal(
      400,
      "InvalidTopInQueryString",
      `The value '${top}' of the query parameter '$top' is not a whole number above 0.`,
    );
  const limit = Math.min(pageLimits.entries, top === undefined ? pageLimits.entries : Number(top));
  if (token === undefined) return { after: "", limit };
  const bytes = Buffer.from(token, "base64url");
  const after = bytes.subarray(16).toString("utf8");
  if (bytes.length < 17 || !timingSafeEqual(bytes.subarray(0, 16), seal(engine, call, after)))
    throw new Refusal(
      400,
      "InvalidSkipToken",
      `The value '${token}' of the query parameter '$skiptoken' is not valid.`,
    );
  return { after, limit };
}

/** Sorts as the number does. */
const numbered = (index: number): string => String(index).padStart(9, "0");

/** Answers one page of a list that is all in memory. */
export function answerList(engine: Engine, call: ArmCall, value: Value | undefined): WallResponse {
  const all = (Array.isArray(value) ? value : []).map((one, index) => ({
    key: numbered(index),
    body: isDoc(one) ? one : { value: one },
  }));
  return answerPage(
    engine,
    call,
    (after, count) => {
      const from = after === "" ? 0 : Number(after) + 1;
      return all.slice(from, from + count);
    },
    (one) => one.body,
  );
}

/**
 * Answers one page. `read` gives up to `count` rows after a key; `render` an entry's body, or undefined for what the
 * list does not show. Never more than one page is in memory.
 */
export function answerPage<Item extends { key: string }>(
  engine: Engine,
  call: ArmCall,
  read: (after: string, count: number) => readonly Item[],
  render: (item: Item) => Doc | undefined,
): WallResponse {
  const { after, limit } = pageStart(engine, call);
  const pieces: string[] = [];
  let bytes = 0;
  let last = after;
  let more = false;
  let examined = 0;
  for (let done = false; !done; ) {
    const items = read(last, Math.min(limit + 1 - pieces.length, rowsAtOnce));
    if (items.length === 0) break;
    for (const item of items) {
      if (pieces.length >= limit || bytes >= pageLimits.bytes || examined >= 20 * pageLimits.entries) {
        more = true;
        done = true;
        break;
      }
      examined++;
      last = item.key;
      const body = render(item);
      if (body === undefined) continue;
      const piece = JSON.stringify(body);
      pieces.push(piece);
      bytes += piece.length;
    }
  }
  let text = `{"value":[${pieces.join(",")}]`;
  if (more) {
    const next = new URL(call.request.url);
    for (const name of [...next.searchParams.keys()])
      if (name.toLowerCase() === "$skiptoken") next.searchParams.delete(name);
    const token = Buffer.concat([seal(engine, call, last), Buffer.from(last)]).toString("base64url");
    next.searchParams.set("$skiptoken", token);
    text += `,"nextLink":${JSON.stringify(next.href)}`;
  }
  return answerBytes(call, 200, new TextEncoder().encode(`${text}}`));
}
