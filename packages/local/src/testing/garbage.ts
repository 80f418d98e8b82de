import assert from "node:assert/strict";
import fc from "fast-check";
import type { AnyCall, anyHost } from "./any-host.ts";

/** A listener, and calls that it takes. */
export interface Listener {
  good: readonly AnyCall[];
  /** Any path is a good one to these verbs: names of blobs. */
  anyPathTo?: readonly string[];
  /** Its calls may ask for anything: what it does not know is passed over. */
  anyQuery?: true;
  /** Who asks is not looked at. */
  open?: true;
}

/** How many calls are tried on each listener, and with what they are drawn: the same every time. */
export const garbageRuns = { seed: 20_261_121, numRuns: 250 };

/** Verbs that nobody serves. */
export const verbs = ["TRACE", "PROPFIND", "LOCK", "SEARCH", "PURGE", "OPTIONS", "LINK"];
/** A part of a path that is nobody's name. */
export const segment = fc.oneof(
  fc.constantFrom(
    "%00",
    "%2f..%2f",
    "%zz",
    "..;",
    "é",
    "<x>",
    "a".repeat(300),
    "providers",
    "_local",
    "nothing",
    "%25",
  ),
  fc.string({ minLength: 1, maxLength: 12 }).map((text) => `z${encodeURIComponent(text)}`),
);
/** What stands in an Authorization header and is no token. */
export const token = fc.constantFrom(
  ...[
    "Bearer",
    "Bearer a.b.c",
    "Basic eDp5",
    "x",
    "Bearer ",
    "Bearer eyJhbGciOiJub25lIn0.e30.",
    `Bearer ${"a".repeat(8_000)}`,
  ],
);
/** A body that no call takes. */
export const body = fc.constantFrom(
  ...[
    "",
    "{",
    "[]",
    "null",
    "1",
    '"x"',
    "{'a':1}",
    '{"a":1,}',
    "\u0000",
    "%",
    "=&=&",
    "<xml/>",
    `${"[".repeat(5_000)}`,
  ],
  ...['{"properties":[]}', '{"location":7}', '{"value":{}}', '{"displayName":[]}', '{"scale":"x"}', '{"unknown":1}'],
);
const query = fc.constantFrom(
  ...[
    "?api-version=1",
    "?api-version=2021-04-01&api-version=2",
    "?comp=nothing",
    "?%zz=1",
    "?$top=x",
    "?api-version=%00",
  ],
);

/** A call that is good but for one thing. */
export const spoil = (listener: Listener) =>
  fc.constantFrom(...listener.good).chain((good) => {
    const at = good.url.indexOf("?") < 0 ? good.url.length : good.url.indexOf("?");
    const [place, asked] = [good.url.slice(0, at), good.url.slice(at)];
    const { authorization: _, ...nobody } = good.headers ?? {};
    return fc.oneof(
      fc.constantFrom(...verbs).map((method) => ({ ...good, method })),
      ...((listener.anyPathTo ?? []).includes(good.method)
        ? []
        : [segment.map((one) => ({ ...good, url: `${place}/${one}/${one}${asked}` }))]),
      ...(listener.open === true
        ? []
        : [
            token.map((authorization) => ({ ...good, headers: { ...nobody, authorization } })),
            fc.constant({ ...good, headers: nobody }),
          ]),
      ...(good.body === undefined ? [] : [body.map((text) => ({ ...good, body: text }))]),
      ...(asked === "" || listener.anyQuery === true ? [] : [query.map((text) => ({ ...good, url: place + text }))]),
    );
  });

/** Sends a call and holds that it is refused: neither success nor a failure of ours. */
export const refusedBy =
  (wire: ReturnType<typeof anyHost>) =>
  async (call: AnyCall): Promise<void> => {
    const { status, text } = await wire.send(call);
    assert.ok(
      status >= 300 && status < 500,
      `${status} to ${JSON.stringify({ ...call, body: String(call.body).slice(0, 100) })}: ${text.slice(0, 300)}`,
    );
  };

/** Holds that every good call is taken: what is refused anyway proves nothing when it is spoilt. */
export async function takenBy(
  wire: ReturnType<typeof anyHost>,
  listeners: Readonly<Record<string, Listener>>,
): Promise<void> {
  for (const [name, { good }] of Object.entries(listeners))
    for (const call of good) {
      const { status, text } = await wire.send(call);
      assert.ok(status >= 200 && status < 300, `${name}: ${status} ${text}`);
    }
}
