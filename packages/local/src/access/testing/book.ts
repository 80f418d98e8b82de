import type { Doc } from "../../documents/document.ts";
import { Rows } from "../../documents/rows.ts";
import { openDurable } from "../../state/durable.ts";

/** Writes role and deny assignments as the resource engine keeps them, for tests of what is decided by them. */
export function accessBook() {
  const durable = openDurable(":memory:");
  const rows = new Rows(durable);
  let made = 0;
  const put = (type: string, scope: string, properties: Doc, createdAt = 0, name = guid(++made)): string => {
    const owner = scope.toLowerCase();
    const id = `${scope}/providers/Microsoft.Authorization/${type}/${name}`;
    rows.put({
      key: id.toLowerCase(),
      id,
      type: `microsoft.authorization/${type.toLowerCase()}`,
      name,
      owner,
      group: "",
      subscription: owner.split("/")[2] ?? "",
      location: "",
      etag: "",
      state: "Succeeded",
      body: { properties },
      createdAt,
      changedAt: createdAt,
    });
    return id.toLowerCase();
  };
  return {
    durable,
    rows,
    put,
    role: (permissions: Doc): string => {
      const name = guid(++made);
      put("roleDefinitions", "", { permissions: [permissions] }, 0, name);
      return name;
    },
    assign: (principalId: string, role: string, scope: string, createdAt = 0) =>
      put(
        "roleAssignments",
        scope,
        { principalId, roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}` },
        createdAt,
      ),
    remove: (key: string) => rows.remove(key),
  };
}

const guid = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
