import { parse as parseYaml } from "yaml";
import { messageOfKind } from "../kinds/built-in.ts";
import { ApiStatus, isTooDeep } from "../status/status.ts";
import { decodeProtobuf } from "../wire/decode.ts";

const mediaType = (header: string | undefined): string => (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** The body of a write as a value. Without a content type it is taken for JSON. @throws ApiStatus */
export function readBody(body: Uint8Array, contentType: string | undefined): unknown {
  const type = mediaType(contentType);
  if (type === "application/vnd.kubernetes.protobuf") return readProtobuf(body);
  if (!["", "application/json", "application/yaml"].includes(type))
    throw new ApiStatus(
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
    );
  return parse(body, type === "application/yaml");
}

function readProtobuf(body: Uint8Array): unknown {
  try {
    return decodeProtobuf(body, messageOfKind);
  } catch (error) {
    throw new ApiStatus("BadRequest", (error as Error).message);
  }
}

/** How deep a body may be nested: Go's limit. How deep what is kept of it may be is another matter (`decode`). */
const deepest = 10_000;

/** Whether a text in JSON is nested deeper than it may be. */
function tooDeep(body: Uint8Array): boolean {
  if (body.byteLength <= deepest) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < body.byteLength; at++) {
    const byte = body[at];
    if (quoted) {
      if (byte === 0x5c) at++;
      else if (byte === 0x22) quoted = false;
    } else if (byte === 0x22) quoted = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > deepest) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}

/** JSON, or YAML, of which JSON is a part. @throws ApiStatus BadRequest */
export function parse(body: Uint8Array, yaml = false): unknown {
  if (tooDeep(body))
    throw new ApiStatus("BadRequest", "couldn't get version/kind; json parse error: exceeded max depth");
  const text = new TextDecoder().decode(body);
  try {
    return yaml && !text.trimStart().startsWith("{") ? parseYaml(text) : JSON.parse(text);
  } catch (error) {
    // The reader of YAML calls itself once a level.
    if (isTooDeep(error)) throw new ApiStatus("BadRequest", "yaml: exceeded max depth");
    throw new ApiStatus("BadRequest", `couldn't get version/kind; json parse error: ${(error as Error).message}`);
  }
}

const patchTypes = {
  "application/json-patch+json": "json",
  "application/merge-patch+json": "merge",
  "application/strategic-merge-patch+json": "strategic",
  "application/apply-patch+yaml": "apply",
} as const;

/** The kind of a PATCH by its content type. @throws ApiStatus UnsupportedMediaType */
export function patchType(contentType: string | undefined): (typeof patchTypes)[keyof typeof patchTypes] {
  const type = patchTypes[mediaType(contentType) as keyof typeof patchTypes];
  if (type === undefined)
    throw new ApiStatus(
      "UnsupportedMediaType",
      `the body of the request was in an unknown format - accepted media types include: ${Object.keys(patchTypes).join(", ")}`,
    );
  return type;
}
