import jsonPatch, { type Operation } from "fast-json-patch";
import { copyOf } from "../objects/json.ts";
import type { KubeObject } from "../objects/object.ts";
import { ApiStatus, isTooDeep } from "../status/status.ts";

const mostOperations = 10_000;
/** How much a patch may copy, in characters of JSON: kube-apiserver's JSONPatchMaxCopyBytes. Each copy may hold the ones before it. */
const mostCopied = 3 * 1024 * 1024;

/** Applies a patch; its copies may not outgrow the limit. @throws Error of fast-json-patch */
function applied(document: KubeObject, patch: readonly Operation[]): KubeObject {
  let copied = 0;
  let patched: unknown = document;
  for (const [index, operation] of patch.entries()) {
    if (operation.op === "copy" && typeof operation.from === "string") {
      const value: unknown = jsonPatch.getValueByPointer(patched, operation.from);
      copied += value === undefined ? 0 : JSON.stringify(value).length;
      if (copied > mostCopied)
        throw new ApiStatus("Invalid", "the server rejected our request due to an error in our request");
    }
    patched = jsonPatch.applyOperation(patched, operation, true, true, true, index).newDocument;
  }
  return patched as KubeObject;
}

/** RFC 6902. @throws ApiStatus */
export function patchJson(document: KubeObject, patch: unknown): KubeObject {
  if (
    !Array.isArray(patch) ||
    !patch.every((one) => typeof one === "object" && one !== null && "op" in one && "path" in one)
  )
    throw new ApiStatus("BadRequest", "json: cannot unmarshal the body into a list of patch operations");
  if (patch.length > mostOperations)
    throw new ApiStatus(
      "RequestEntityTooLarge",
      `The allowed maximum operations in a JSON patch is ${mostOperations}, got ${patch.length}`,
    );
  try {
    return applied(copyOf(document), copyOf(patch) as Operation[]);
  } catch (error) {
    if (error instanceof ApiStatus || isTooDeep(error)) throw error;
    const { name, operation } = error as { name?: string; operation?: { op: string; path: string } };
    const where =
      operation === undefined
        ? ""
        : `${operation.op} operation does not apply: path ${JSON.stringify(operation.path)}: `;
    throw new ApiStatus(
      "Invalid",
      `the server rejected our request due to an error in our request: ${where}${name ?? ""}`,
    );
  }
}
