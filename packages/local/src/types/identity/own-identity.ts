import { type Doc, record, text } from "../../documents/document.ts";
import type { TypeRow } from "../../resources/contract.ts";
import { locate } from "../../resources/lookup.ts";
import { clientIdOf } from "./assignment.ts";
import { identityRow } from "./base.ts";

/** The system-assigned identity of whatever resource it is asked of, read only. */
export const ownIdentities: TypeRow = identityRow({
  type: "Microsoft.ManagedIdentity/identities",
  model: "SystemAssignedIdentity",
  label: "SystemAssignedIdentity",
  place: "extension",
  tracked: false,
  located: false,
  verbs: ["GET"],
  namePattern: /^default$/,
  builtIn: {
    get: (id, engine): Doc | undefined => {
      const found = locate(engine, id.scope);
      if (found === undefined || found.part !== undefined || id.name.toLowerCase() !== "default") return undefined;
      const { principalId, tenantId } = record(found.row.body["identity"]);
      if (text(principalId) === "") return undefined;
      return {
        id: `${found.row.id}/providers/Microsoft.ManagedIdentity/identities/default`,
        name: "default",
        type: "Microsoft.ManagedIdentity/identities",
        location: found.row.location,
        properties: {
          tenantId: tenantId ?? "",
          principalId: principalId ?? "",
          clientId: clientIdOf(found.row.body),
        },
      };
    },
    all: () => [],
  },
});
