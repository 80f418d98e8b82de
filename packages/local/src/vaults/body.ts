import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { badParameter } from "./refusal.ts";

/** What a member of a body may be. `[shape]` is a list; an object lists its members, of which those ending in `!` must be there. */
export type Shape =
  | "text"
  | "flag"
  | "count"
  | "tags"
  | "base64url"
  | readonly [Shape]
  | { readonly [member: string]: Shape };

const checks: Readonly<Record<Extract<Shape, string>, (value: Value) => boolean>> = {
  text: (value) => typeof value === "string",
  flag: (value) => typeof value === "boolean",
  count: (value) => Number.isSafeInteger(value),
  base64url: (value) => typeof value === "string" && /^[\w-]*={0,2}$/.test(value),
  tags: (value) => isDoc(value) && Object.values(value).every((one) => typeof one === "string"),
};

/** The body as an object of this shape. @throws VaultRefusal naming the member that is unknown, absent or of another type. */
export function readBody(bytes: Uint8Array, shape: { readonly [member: string]: Shape }): Doc {
  let value: unknown;
  try {
    value = bytes.byteLength === 0 ? {} : JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw badParameter("The request body is not JSON that can be read.");
  }
  if (!isDoc(value)) throw badParameter("The request body must be a JSON object.");
  check(value, shape, "");
  return value;
}

function check(value: Value, shape: Shape, where: string): void {
  if (typeof shape === "string") {
    if (!checks[shape](value)) throw badParameter(`Property ${where} has invalid value`);
    return;
  }
  if (isList(shape)) {
    if (!Array.isArray(value)) throw badParameter(`Property ${where} has invalid value`);
    value.forEach((one, index) => {
      check(one, shape[0], `${where}[${index}]`);
    });
    return;
  }
  if (!isDoc(value)) throw badParameter(`Property ${where} has invalid value`);
  const members = new Map(
    Object.entries(shape).map(([name, one]) => [name.replace("!", ""), { one, needed: name.endsWith("!") }]),
  );
  for (const [name, one] of Object.entries(value)) {
    const known = members.get(name);
    const path = where === "" ? name : `${where}.${name}`;
    if (known === undefined) throw badParameter(`Property ${path} is not known`);
    // A client that writes null means that it says nothing.
    if (one === null) delete value[name];
    else check(one, known.one, path);
  }
  for (const [name, { needed }] of members)
    if (needed && value[name] === undefined)
      throw badParameter(`Property ${where === "" ? name : `${where}.${name}`} is required`);
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
