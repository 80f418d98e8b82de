import { Refusal } from "../documents/refusal.ts";
import { parseId, type ResourceId } from "../documents/resource-id.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { locate } from "./lookup.ts";

/** ARM's answer for a group that is not there. */
export const groupNotFound = (name: string): Refusal =>
  new Refusal(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);

/** ARM's answer for a resource that is not there. */
export const resourceNotFound = (type: string, name: string, group: string): Refusal =>
  new Refusal(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${group === "" ? "<null>" : group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );

const groupName = (id: ResourceId): string => id.scope.split("/")[4] ?? "";

/** Refuses when the group is not there, or is going away. */
export function checkGroup(engine: Engine, id: ResourceId, writes: boolean): void {
  if (id.group === "") return;
  const group = engine.rows.get(id.group);
  if (group === undefined) throw groupNotFound(groupName(id));
  if (writes && group.state === "Deleting")
    throw new Refusal(
      409,
      "ResourceGroupBeingDeleted",
      `The resource group '${group.name}' is in deprovisioning state and cannot perform this operation.`,
    );
}

/** Refuses a write whose group, parent or scope is not there, or does not fit the type. */
export function checkScope(engine: Engine, type: TypeRow, id: ResourceId): void {
  if (type.place !== "extension" && !/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/.test(id.scopeKey))
    throw new Refusal(
      404,
      "InvalidResourceType",
      `The resource type '${type.type}' lies in a resource group; '${id.scope === "" ? "/" : id.scope}' is none.`,
    );
  checkGroup(engine, id, true);
  if (type.place === "child") {
    const parent = id.key.split("/").slice(0, -2).join("/");
    if (!engine.rows.has(parent))
      throw new Refusal(
        404,
        "ParentResourceNotFound",
        `Failed to perform 'write' on resource(s) of type '${id.types.join("/")}', because the parent resource '${id.id.split("/").slice(0, -2).join("/")}' could not be found.`,
      );
  }
  if (type.place !== "extension") return;
  const scope = parseId(id.scope);
  if (scope === undefined || engine.table.row(scope.typeKey.split("/").slice(0, 2).join("/")) === undefined) return;
  if (locate(engine, id.scope) === undefined)
    throw resourceNotFound(scope.type, scope.names.join("/"), groupName(scope));
}
