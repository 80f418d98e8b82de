import type { TypeRow } from "../../resources/contract.ts";
import { storageChecker } from "./models.ts";
import { storageVersions } from "./versions.ts";

/** What everything below a storage account has in common. */
export const storageCommon: Omit<TypeRow, "type" | "model" | "label" | "namePattern" | "verbs"> = {
  apiVersions: storageVersions,
  place: "child",
  tracked: false,
  checker: storageChecker,
  located: false,
  parser: "arm",
  manner: "direct",
  busy: "storage",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  etag: true,
  etagForm: "hex",
  stateless: true,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  evidence: "documented",
};
