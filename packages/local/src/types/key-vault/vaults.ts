import type { TypeRow } from "../../resources/contract.ts";
import { vaultChecker, vaultVersions } from "./base.ts";
import { nameIsFree, taken } from "./names.ts";
import { authorization, complete, irreversible, networkRules, recovery, softDelete } from "./rules.ts";

/** Key vaults as ARM sees them. What is in them is no part of this row: they answer at addresses of their own. */
export const vaults: TypeRow = {
  type: "Microsoft.KeyVault/vaults",
  apiVersions: vaultVersions,
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker: vaultChecker,
  model: "VaultCreateOrUpdateParameters",
  patchModel: "VaultPatchParameters",
  located: true,
  parser: "arm",
  manner: "vault",
  takes: { put: [5_000, 20_000], delete: [0, 0] },
  label: "Vault",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  // What a name must be like is a rule: Azure refuses it with a code of its own.
  namePattern: /^[^/]+$/,
  etag: false,
  expands: [],
  rules: [nameIsFree, recovery, irreversible, authorization, networkRules, complete],
  effects: [taken],
  removal: [softDelete],
  evidence: "documented",
};
