import jsonPatch, { type Operation } from "fast-json-patch";
import type { KubeObject } from "../objects/object.ts";
import { ApiStatus } from "../status/status.ts";

const mostOperations = 10_000;

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
    return jsonPatch.applyPatch(structuredClone(document), structuredClone(patch) as Operation[], true).newDocument;
  } catch (error) {
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
