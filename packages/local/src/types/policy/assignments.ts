import { type Doc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Engine, Rule, TypeRow } from "../../resources/contract.ts";
import { conditions, inListing, quoted } from "../authorization/base.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { notEmulated } from "../network/rules.ts";
import { bindParameters, policyType, setType, told } from "./base.ts";
import { definitionAt } from "./definitions.ts";

/** The properties of the policy or set that an assignment names; undefined when there is none. */
export function assignedAt(engine: Engine, id: string): { set: boolean; properties: Doc } | undefined {
  const parsed = parseId(id);
  if (parsed?.typeKey === setType) {
    const row = engine.rows.get(parsed.key);
    return row === undefined ? undefined : { set: true, properties: record(row.body["properties"]) };
  }
  const properties = definitionAt(engine, id);
  return properties === undefined ? undefined : { set: false, properties };
}

const named: Rule = {
  name: "an assignment names a policy or a set that is there, and gives the parameters that it wants",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const definition = text(properties["policyDefinitionId"]);
    const found = assignedAt(engine, definition);
    if (found === undefined)
      throw new Refusal(
        404,
        definition.toLowerCase().includes("/policysetdefinitions/")
          ? "PolicySetDefinitionNotFound"
          : "PolicyDefinitionNotFound",
        `The policy definition '${definition}' of policy assignment '${id.name}' could not be found.`,
      );
    bindParameters(record(found.properties["parameters"]), record(properties["parameters"]), definition);
    const then = record(record(found.properties["policyRule"])["then"]);
    const identity = text(record(doc["identity"])["type"]);
    if (text(then["effect"]).toLowerCase() === "modify" && (identity === "" || identity === "None"))
      throw new Refusal(
        400,
        "ResourceIdentityRequired",
        `The policy assignment '${id.name}' needs an identity, since the policy definition '${definition}' has the effect modify. Please see https://aka.ms/azurepolicyremediation for usage details.`,
      );
    doc["properties"] = {
      enforcementMode: "Default",
      notScopes: [],
      ...properties,
      scope: id.scope,
    };
  },
};

const filters = [/^atScope\(\)$/i, /^atExactScope\(\)$/i, /^policyDefinitionId eq '[^']*'$/i];

/** Policy assignments, at any scope. */
export const assignments: TypeRow = policyType({
  type: "Microsoft.Authorization/policyAssignments",
  model: "PolicyAssignment",
  patchModel: "PolicyAssignmentUpdate",
  label: "PolicyAssignment",
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  rules: [notEmulated(["properties.resourceSelectors", "properties.overrides"]), named, identityAssignment, told],
  removal: [identityGoes],
  lists: (row, filter, scope) => {
    const wanted = conditions(filter, filters);
    const exact = wanted.some((one) => /^atexactscope/i.test(one));
    if (exact ? row.owner !== scope : !inListing(row, scope, wanted)) return false;
    const definition = text(record(row.body["properties"])["policyDefinitionId"]).toLowerCase();
    return wanted.every((one) => !/^policydefinitionid/i.test(one) || quoted(one).toLowerCase() === definition);
  },
});
