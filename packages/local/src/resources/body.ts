import { type Doc, isDoc, type Value } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { TypeRow } from "./contract.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

const invalid = (message: string): Refusal =>
  new Refusal(
    400,
    "InvalidRequestContent",
    `The request content was invalid and could not be deserialized: '${message}'.`,
  );

/** The request's body as a JSON object; `parse` reads it where more than JSON is taken. */
export function readBody(bytes: Uint8Array, parse: (text: string) => unknown = JSON.parse): Doc {
  let value: unknown;
  try {
    value = parse(decoder.decode(bytes));
  } catch (error) {
    throw invalid(bytes.length === 0 ? "The request body is empty." : error instanceof Error ? error.message : "");
  }
  if (!isDoc(value)) throw invalid("The body is expected to be a JSON object.");
  refuseDepth(value, 0);
  return value;
}

const deepest = 100;
function refuseDepth(value: Value, depth: number): void {
  if (depth > deepest) throw invalid(`The reader's MaxDepth of ${deepest} has been exceeded.`);
  if (typeof value !== "object" || value === null) return;
  for (const item of Array.isArray(value) ? value : Object.values(value)) refuseDepth(item, depth + 1);
}

const withoutNulls = (value: Value): Value => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isDoc(value)) return value;
  const made: Doc = {};
  for (const [name, item] of Object.entries(value)) if (item !== null) made[name] = withoutNulls(item);
  return made;
};

/** A body in the members' own casing, without read-only members, or a refusal that names what is wrong with it. */
export function checkBody(type: TypeRow, body: Doc, apiVersion: string, patch = false): Doc {
  const model = patch ? (type.patchModel ?? type.model) : type.model;
  return checkModel(type, model, body, apiVersion, patch);
}

/** The same for a body of one of the type's models. */
export function checkModel(
  type: Pick<TypeRow, "checker" | "lacking" | "parser">,
  model: string,
  body: Doc,
  apiVersion: string,
  patch = false,
): Doc {
  const result = type.checker.check(model, body, !patch, type.lacking?.(apiVersion));
  if (result.ok) return patch ? result.value : (withoutNulls(result.value) as Doc);
  if (type.parser === "network")
    throw new Refusal(400, "InvalidRequestFormat", "Cannot parse the request.", { details: result.findings });
  throw invalid(result.findings.map((finding) => finding.message).join(" "));
}

/** Refuses a body whose id, name or type contradict the address (ARM-URI-04), and tags beyond ARM's limits (ARM-ENV-01). */
export function checkEnvelope(type: TypeRow, id: ResourceId, body: Doc): void {
  const differs = (value: Value | undefined, wanted: string): value is string =>
    typeof value === "string" && value !== "" && value.toLowerCase() !== wanted.toLowerCase();
  if (differs(body["id"], id.id))
    throw new Refusal(
      400,
      "MismatchingResourceId",
      `The resource id '${body["id"]}' in the request body does not match the id '${id.id}' in the request URL.`,
    );
  if (differs(body["name"], id.name) && differs(body["name"], id.names.join("/")))
    throw new Refusal(
      400,
      "MismatchingResourceName",
      `The resource name '${body["name"]}' in the request body does not match the name '${id.name}' in the request URL.`,
    );
  if (differs(body["type"], type.type))
    throw new Refusal(
      400,
      "MismatchingResourceType",
      `The resource type '${body["type"]}' in the request body does not match the type '${type.type}' in the request URL.`,
    );
  checkTags(body["tags"]);
}

/** ARM's limits on tags: 50 of them, unlike ignoring case, names up to 512 characters, values up to 256. */
export function checkTags(tags: Value | undefined): void {
  if (!isDoc(tags)) return;
  const names = Object.keys(tags);
  const refuse = (code: string, message: string): never => {
    throw new Refusal(400, code, message);
  };
  if (names.length > 50)
    refuse(
      "TooManyTags",
      `Too many tags on the resource. Requested tag count - ${names.length}. Maximum allowed - 50.`,
    );
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name.toLowerCase()))
      refuse("DuplicateTagNames", `Tag names are compared ignoring case; '${name}' is given twice.`);
    seen.add(name.toLowerCase());
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (name === "" || name.length > 512 || /[<>%&\\?/\u0000-\u001f]/.test(name))
      refuse(
        "InvalidTagName",
        `The tag name '${name}' is not allowed: it must have 1 to 512 characters, none of <>%&\\?/ and no control characters.`,
      );
    if (String(tags[name]).length > 256)
      refuse("InvalidTagValue", `The value of tag '${name}' has more than 256 characters.`);
  }
}
