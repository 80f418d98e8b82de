import { isoTime } from "@aro/runtime";
import { record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { storageCommon } from "./common.ts";

const shape: Rule = {
  name: "an account has one policy, default, of 1 to 100 rules with names of their own",
  evidence: "documented",
  apply: ({ doc, id, now }: Change) => {
    if (id.name.toLowerCase() !== "default")
      throw new Refusal(
        400,
        "InvalidResourceName",
        `The management policy of a storage account is named default, not '${id.name}'.`,
      );
    const properties = record(doc["properties"]);
    const rules = records(record(properties["policy"])["rules"]);
    const names = rules.map((one) => text(one["name"]).toLowerCase());
    const twice = names.find((one, index) => names.indexOf(one) !== index);
    if (rules.length === 0 || rules.length > 100 || twice !== undefined)
      throw new Refusal(
        400,
        "InvalidManagementPolicy",
        twice === undefined
          ? `A management policy has 1 to 100 rules; this one has ${rules.length}.`
          : `The rule '${twice}' of the management policy is there twice.`,
      );
    doc["properties"] = { ...properties, lastModifiedTime: isoTime(now) };
  },
};

/** What becomes of old blobs. It is kept and told; nothing is moved or removed by it. */
export const managementPolicies: TypeRow = {
  ...storageCommon,
  type: "Microsoft.Storage/storageAccounts/managementPolicies",
  model: "ManagementPolicy",
  label: "ManagementPolicy",
  verbs: ["GET", "PUT", "DELETE"],
  namePattern: /^[A-Za-z]+$/,
  etag: false,
  putStatus: 200,
  rules: [shape],
};
