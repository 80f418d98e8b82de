import { CloudError, type Json, type JsonObject } from "@aro/api";
import { parseExactly } from "@aro/database";
import { messages } from "../messages.ts";
import { inspectMembers } from "./members.ts";

/** Deeper bodies are refused; the deepest member of any api-version lies six levels down. */
export const depthLimit = 64;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The JSON object in `bytes`. Stricter than JSON.parse where a caller's mistake would go unseen: a member that occurs twice (ARM-PUT-09),
 * nesting beyond {@link depthLimit}, bytes that are no UTF-8, a byte order mark, anything but an object (ARM-ERR-06), and a member named
 * `__proto__`, as which a tag could be: code that copies objects by assignment must not meet it, and would lose it.
 * @param exactIntegers keeps integers beyond 2^53 as they were written (for bodies that are echoed); otherwise they become the nearest double.
 * @throws CloudError InvalidRequestContent; its target is the offending member.
 */
export function parseObject(bytes: Uint8Array, options: { exactIntegers?: boolean } = {}): JsonObject {
  const text = decode(bytes);
  const value = parse(text, options.exactIntegers === true ? parseExactly : JSON.parse);
  const members = inspectMembers(text, value, depthLimit);
  switch (members.outcome) {
    case "duplicate":
      throw content(messages.bodyDuplicate(members.path), members.path);
    case "prototype":
      throw content(messages.bodyPrototype(members.path), members.path);
    case "tooDeep":
      throw content(messages.bodyDepth(depthLimit));
    case "fine":
      break;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw content(messages.bodyNotObject());
  return value;
}

/** Refuses bytes that are no JSON; what they say does not matter. @throws CloudError InvalidRequestContent. */
export function checkJson(bytes: Uint8Array): void {
  parse(decode(bytes), JSON.parse);
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw content(messages.bodyEncoding(), undefined, cause);
  }
}

function parse(text: string, reading: (text: string) => unknown): Json {
  try {
    return reading(text) as Json;
  } catch (cause) {
    // V8's message quotes the text around the fault, which may be a secret: it goes nowhere (ARM-HDR-11).
    throw content(messages.bodySyntax(), undefined, cause instanceof SyntaxError ? undefined : cause);
  }
}

const content = (message: string, target?: string, cause?: unknown): CloudError =>
  new CloudError({ code: "InvalidRequestContent", message, ...(target === undefined ? {} : { target }) }, { cause });
