import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { itemStep, type Path, type Step, targetOf } from "./path.ts";
import { type Kind, kindOf, type Shape } from "./shape.ts";

/** What the emitted validator says of one value; the part of Ajv's error object that is read here. */
export interface TypeFault {
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
}

/** Emitted per api-version from the swagger (`generated/<version>/validate.js`). */
export interface TypeValidator {
  (body: unknown): boolean;
  errors?: TypeFault[] | null;
}

/** Every value of `body` whose JSON type or range the contract does not allow, with its target (ARM-PUT-10). Unknown members are not looked at (ARM-PUT-09). */
export function typeFindings(validate: TypeValidator, shape: Shape, body: unknown): Finding[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map((fault) => {
    const { path, value } = located(fault.instancePath, shape, body);
    const target = targetOf(path);
    const where = target === "" ? "the request body" : `'${target}'`;
    const message =
      fault.keyword === "type"
        ? messages.wrongType({ where, expected: typeWords(fault.params["type"]), found: jsonTypeWords(value) })
        : messages.outOfRange({
            where,
            comparison: `${fault.params["comparison"]}`,
            limit: `${fault.params["limit"]}`,
          });
    return { code: "InvalidRequestContent", message, ...(target === "" ? {} : { target }) };
  });
}

function located(pointer: string, shape: Shape, body: unknown): { path: Path; value: unknown } {
  const path: Step[] = [];
  let at: Shape | undefined = shape;
  let value: unknown = body;
  for (const segment of pointer.split("/").slice(1)) {
    const name = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    value = (value as Record<string, unknown>)[name];
    const kind: Kind | undefined = at === undefined ? undefined : kindOf(at);
    if (kind?.kind === "list") {
      path.push(itemStep(Number(name), value));
      at = kind.shape.items;
    } else if (kind?.kind === "map") {
      path.push({ key: name });
      at = kind.shape.additionalProperties;
    } else {
      path.push({ member: name });
      at = kind?.kind === "object" ? kind.shape.properties[name] : undefined;
    }
  }
  return { path, value };
}

const words: Record<string, string> = {
  string: "a string",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  object: "an object",
  array: "a list",
  null: "null",
};

const typeWords = (type: unknown): string => {
  const expected = (Array.isArray(type) ? type : [type]).filter((name) => name !== "null");
  return expected.map((name) => words[`${name}`] ?? `${name}`).join(" or ");
};

/** The kind of value only: the value itself may be a secret (ARM-HDR-11). */
const jsonTypeWords = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return Number.isInteger(value) ? "a whole number" : "a number";
  return words[typeof value] ?? typeof value;
};
