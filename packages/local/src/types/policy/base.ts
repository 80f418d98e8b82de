import { isoTime } from "@aro/runtime";
import { type Doc, isDoc, record, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { createChecker } from "../../resources/checker.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { extensionType } from "../authorization/base.ts";
import { policyModels } from "../generated/policy.ts";

/** Versions that our clients send: az 2.91, @azure/arm-policy, azurerm, az 2.45. */
const policyVersions: readonly string[] = [
  "2025-11-01",
  "2025-03-01",
  "2024-05-01",
  "2023-04-01",
  "2022-06-01",
  "2021-06-01",
  "2020-09-01",
];

export const definitionType = "microsoft.authorization/policydefinitions";
export const setType = "microsoft.authorization/policysetdefinitions";
export const assignmentType = "microsoft.authorization/policyassignments";

const checker = createChecker({
  models: {
    ...policyModels.models,
    // What az shows beside the SDK's members of a parameter.
    ParameterDefinitionsValueMetadata: {
      ...policyModels.models["ParameterDefinitionsValueMetadata"],
      portalReview: "string",
      category: "string",
    },
    PolicyAssignment: { ...policyModels.models["PolicyAssignment"], sku: "any" },
  },
  values: policyModels.values,
});

/** A row with what all policy types have in common. */
export const policyType = (row: Pick<TypeRow, "type" | "model" | "label"> & Partial<TypeRow>): TypeRow =>
  extensionType({
    apiVersions: policyVersions,
    checker,
    namePattern: /^[^<>*%&:\\?+/\p{Cc}]{0,127}[^<>*%&:\\?+/. \p{Cc}]$/u,
    listQuery: ["$filter", "$expand"],
    query: { GET: ["$expand"] },
    answersDeleted: true,
    putStatus: 201,
    ...row,
  });

/** Who made and changed it when. */
export const told: Rule = {
  name: "metadata tells who made and changed it when",
  evidence: "documented",
  apply: ({ doc, before, actor, now }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(record(before?.body["properties"])["metadata"]);
    properties["metadata"] = {
      ...record(properties["metadata"]),
      createdBy: old["createdBy"] ?? actor.objectId,
      createdOn: old["createdOn"] ?? isoTime(now),
      updatedBy: before === undefined ? null : actor.objectId,
      updatedOn: before === undefined ? null : isoTime(now),
    };
    doc["properties"] = properties;
  },
};

const kinds: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === "string",
  datetime: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  array: Array.isArray,
  object: isDoc,
  boolean: (value) => typeof value === "boolean",
  integer: Number.isInteger,
  float: (value) => typeof value === "number",
};

/** Values of parameters as they are declared, by name in lower case. @throws Refusal naming the one that is missing, unknown or wrong */
export function bindParameters(declared: Doc, given: Doc, what: string): Map<string, Value> {
  const values = new Map<string, Value>();
  const names = Object.keys(declared);
  for (const name of Object.keys(given))
    if (!names.some((one) => one.toLowerCase() === name.toLowerCase()))
      throw new Refusal(
        400,
        "UndefinedPolicyParameter",
        `The policy assignment has defined parameters '${name}' which are not defined in the policy definition '${what}'. Please either remove these parameters from the assignment or ensure that they're included in the policy definition.`,
      );
  for (const [name, declaration] of Object.entries(declared)) {
    const wanted = Object.entries(given).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
    const value = record(wanted)["value"] ?? record(declaration)["defaultValue"];
    if (value === undefined || value === null)
      throw new Refusal(
        400,
        "MissingPolicyParameter",
        `The policy definition '${what}' is missing the parameter(s) '${name}' as defined in the policy definition. Please provide them in the assignment.`,
      );
    const type = text(record(declaration)["type"]).toLowerCase();
    const allowed = record(declaration)["allowedValues"];
    const isExpression = typeof value === "string" && value.startsWith("[");
    if (!isExpression && (kinds[type]?.(value) === false || (Array.isArray(allowed) && !isAllowed(allowed, value))))
      throw new Refusal(
        400,
        "InvalidPolicyParameterValue",
        `The value of the policy parameter '${name}' is ${JSON.stringify(value)}; it must be ${Array.isArray(allowed) ? `one of ${JSON.stringify(allowed)}` : `of type ${type}`}.`,
      );
    values.set(name.toLowerCase(), value);
  }
  return values;
}

const isAllowed = (allowed: readonly Value[], value: Value): boolean =>
  (Array.isArray(value) ? value : [value]).every((one) =>
    allowed.some((other) => JSON.stringify(other).toLowerCase() === JSON.stringify(one).toLowerCase()),
  );
