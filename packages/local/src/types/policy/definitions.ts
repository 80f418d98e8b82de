import { copy, type Doc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId, type ResourceId } from "../../documents/resource-id.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { conditions, inListing, quoted } from "../authorization/base.ts";
import { assignmentType, bindParameters, definitionType, policyType, setType, told } from "./base.ts";
import { builtInDefinition, builtInDefinitions } from "./built-in.ts";
import { ruleProblem } from "./rule.ts";

/** The properties of the definition of that id, a customer's own or a built-in one; undefined when there is none. */
export function definitionAt(engine: Engine, id: string): Doc | undefined {
  const parsed = parseId(id);
  if (parsed?.typeKey !== definitionType) return undefined;
  const row = engine.rows.get(parsed.key);
  if (row !== undefined) return record(row.body["properties"]);
  const builtIn = builtInDefinition(parsed.name);
  return builtIn === undefined ? undefined : record(builtIn["properties"]);
}

const underSubscription: Rule = {
  name: "definitions belong to a subscription",
  evidence: "documented",
  apply: ({ id, type }: Change) => {
    if (!/^\/subscriptions\/[^/]+$/.test(id.scopeKey))
      throw new Refusal(
        400,
        "InvalidPolicyDefinitionScope",
        `A resource of type '${type.type}' belongs to a subscription or a management group, and the emulated Azure has no management groups; '${id.scope === "" ? "/" : id.scope}' is no subscription.`,
      );
  },
};

const custom: Rule = {
  name: "what a customer makes is Custom, of mode All or Indexed",
  evidence: "documented",
  apply: ({ doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const kind = properties["policyType"] ?? "Custom";
    if (kind !== "Custom" && kind !== "NotSpecified")
      throw new Refusal(400, "InvalidPolicyType", `The policy type '${text(kind)}' of '${id.name}' is not 'Custom'.`);
    doc["properties"] = {
      displayName: id.name,
      ...properties,
      policyType: "Custom",
      version: "1.0.0",
      versions: ["1.0.0"],
    };
  },
};

const readable: Rule = {
  name: "a policy's rule can be read: conditions, operators, fields and effects that the emulated Azure carries out, and no others",
  evidence: "documented",
  apply: ({ doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const mode = text(properties["mode"]) || "Indexed";
    if (!["all", "indexed"].includes(mode.toLowerCase()))
      throw new Refusal(
        400,
        "InvalidPolicyDefinitionMode",
        `The mode '${mode}' of policy '${id.name}' is neither All nor Indexed.`,
      );
    properties["mode"] = mode;
    const problem = ruleProblem(properties["policyRule"]);
    if (problem !== undefined)
      throw new Refusal(
        400,
        "InvalidPolicyRule",
        `Failed to parse policy rule: '${problem}'. Policy definition: '${id.name}'.`,
      );
    properties["parameters"] ??= {};
  },
};

const unassigned: RemovalRule = {
  name: "a definition that is assigned, or in a set, is not deleted",
  evidence: "assumed",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "asked") return;
    const inUse = [
      ...engine.rows.inSubscription(row.subscription, assignmentType, "", 10_000),
      ...engine.rows.inSubscription(row.subscription, setType, "", 10_000),
    ].find((one) => {
      const properties = record(one.body["properties"]);
      const named = [properties, ...records(properties["policyDefinitions"])];
      return named.some((other) => text(other["policyDefinitionId"]).toLowerCase() === row.key);
    });
    if (inUse !== undefined)
      throw new Refusal(
        409,
        "PolicyDefinitionInUse",
        `The policy definition '${row.id}' cannot be deleted because '${inUse.id}' uses it.`,
      );
  },
};

const filters = [/^atScope\(\)$/i, /^atExactScope\(\)$/i, /^policyType eq '[^']*'$/i, /^category eq '[^']*'$/i];

const shows = (properties: Doc, filter: readonly string[]): boolean =>
  filter.every((one) => {
    if (/^policytype/i.test(one)) return text(properties["policyType"]).toLowerCase() === quoted(one).toLowerCase();
    if (/^category/i.test(one))
      return text(record(properties["metadata"])["category"]).toLowerCase() === quoted(one).toLowerCase();
    return true;
  });

const common = {
  verbs: ["GET", "PUT", "DELETE", "LIST"],
  lists: (row, filter, scope) => {
    const wanted = conditions(filter, filters);
    return inListing(row, scope, wanted) && shows(record(row.body["properties"]), wanted);
  },
} as const satisfies Partial<TypeRow>;

/** Policy definitions. */
export const definitions: TypeRow = policyType({
  ...common,
  type: "Microsoft.Authorization/policyDefinitions",
  model: "PolicyDefinition",
  label: "PolicyDefinition",
  rules: [underSubscription, custom, readable, told],
  removal: [unassigned],
  builtIn: {
    get: (id: ResourceId) => {
      const found = builtInDefinition(id.name);
      return found === undefined ? undefined : copy(found);
    },
    all: (_id, filter) => {
      const wanted = conditions(filter, filters);
      return builtInDefinitions.filter((one) => shows(record(one["properties"]), wanted)).map((one) => copy(one));
    },
  },
});

const members: Rule = {
  name: "a set names definitions that are there, with their parameters",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const named = records(properties["policyDefinitions"]);
    if (named.length === 0)
      throw new Refusal(400, "InvalidPolicySetDefinition", `The policy set '${id.name}' names no policy definitions.`);
    properties["parameters"] ??= {};
    for (const [index, one] of named.entries()) {
      const definition = definitionAt(engine, text(one["policyDefinitionId"]));
      if (definition === undefined)
        throw new Refusal(
          404,
          "PolicyDefinitionNotFound",
          `The policy definition '${text(one["policyDefinitionId"])}' of policy set '${id.name}' could not be found.`,
        );
      bindParameters(record(definition["parameters"]), record(one["parameters"]), text(one["policyDefinitionId"]));
      one["policyDefinitionReferenceId"] ??= String(index + 1);
    }
  },
};

/** Sets of policies, also called initiatives. */
export const sets: TypeRow = policyType({
  ...common,
  type: "Microsoft.Authorization/policySetDefinitions",
  model: "PolicySetDefinition",
  label: "PolicySetDefinition",
  rules: [underSubscription, custom, members, told],
  removal: [unassigned],
});
