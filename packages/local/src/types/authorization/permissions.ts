import type { Doc } from "../../documents/document.ts";
import { parseId, type ResourceId } from "../../documents/resource-id.ts";
import type { Engine, ViewRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { resourceNotFound } from "../../resources/scope.ts";

/** What the caller may do at a scope: a permission for each role that it has there or above. */
export const permissions: ViewRow = {
  type: "Microsoft.Authorization/permissions",
  ends: "type",
  verb: "GET",
  apiVersions: ["2022-05-01-preview", "2022-04-01", "2018-07-01", "2018-01-01-preview", "2015-07-01"],
  what: "a permission for each role of the caller at the scope or above, groups' roles too; deny assignments are not taken off",
  evidence: "documented",
  answer: ({ engine, id, actor }) => {
    checkThere(engine, id);
    const held = engine.access?.permissionsAt(actor.objectId, id.scope) ?? [];
    return {
      value: held.map(
        (one): Doc => ({
          actions: [...one.actions],
          notActions: [...one.notActions],
          dataActions: [...one.dataActions],
          notDataActions: [...one.notDataActions],
        }),
      ),
    };
  },
};

/** Refuses a scope that is a resource of the table and not there. */
function checkThere(engine: Engine, { scope }: ResourceId): void {
  const parsed = parseId(scope);
  if (parsed === undefined || engine.table.row(parsed.typeKey.split("/").slice(0, 2).join("/")) === undefined) return;
  if (locate(engine, scope) === undefined)
    throw resourceNotFound(parsed.type, parsed.names.join("/"), parsed.scope.split("/")[4] ?? "");
}
