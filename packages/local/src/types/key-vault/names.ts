import { type Doc, record } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { store } from "../../resources/references.ts";
import { deletedVault, formerOf, holderOf, takeName } from "./deleted.ts";

/** A vault's name as Azure takes it. */
export const isVaultName = (name: string): boolean => /^(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]$/.test(name);

export const invalidName = (name: string): string =>
  `The vault name '${name}' is invalid. A vault's name must be between 3-24 alphanumeric characters. The name must begin with a letter, end with a letter or digit, and not contain consecutive hyphens. Follow this link for more information: https://go.microsoft.com/fwlink/?linkid=2147742`;

export const takenName = (name: string): string =>
  `The vault name '${name}' is already in use. Vault names are globally unique so it is possible that the name is already taken. If you are sure that the vault name was not taken then it is possible that a vault with the same name was recently deleted but not purged after being placed in a recoverable state. If the vault is in a recoverable state then the vault will need to be purged before reusing the name. For more information about VaultAlreadyExists, soft delete and purging a vault follow this link https://go.microsoft.com/fwlink/?linkid=2147740.`;

/** Whether a body asks for a deleted vault back. */
export const recovers = (doc: Doc): boolean => record(doc["properties"])["createMode"] === "recover";

/** Names are everybody's; the names of deleted vaults stay taken. */
export const nameIsFree: Rule = {
  name: "vault names are unique in all of Azure, deleted vaults included (VaultAlreadyExists, ConflictError)",
  evidence: "seen",
  apply: ({ engine, id, doc, before }: Change) => {
    if (!isVaultName(id.name)) throw new Refusal(400, "VaultNameNotValid", invalidName(id.name));
    if (before !== undefined) return;
    const holder = holderOf(engine, id.name);
    const mine = holder !== undefined && engine.rows.get(holder.key)?.subscription === id.subscription;
    if (holder !== undefined && !(holder.deleted && mine))
      throw new Refusal(409, "VaultAlreadyExists", takenName(id.name));
    if (holder !== undefined && !recovers(doc))
      throw new Refusal(
        409,
        "ConflictError",
        "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.",
      );
  },
};

/** A name belongs to whoever has made the vault; a recovered one is as old as it was. */
export const taken: Rule = {
  name: "a vault takes its name, and one that is recovered is no deleted one any more",
  evidence: "documented",
  apply: ({ engine, id, before, location }: Change) => {
    if (before !== undefined) return;
    const deleted = deletedVault(engine, id.subscription, location, id.name);
    const row = engine.rows.get(id.key);
    if (deleted !== undefined && row !== undefined) {
      store(engine, { ...row, createdAt: formerOf(deleted).createdAt });
      engine.rows.remove(deleted.key);
    }
    takeName(engine, id.name, id.key);
  },
};
