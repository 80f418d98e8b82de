import { copy, type Doc, record, records, text, type Value } from "../../resources/document.ts";
import type { Engine } from "../../resources/engine.ts";
import { renderGroup } from "../../resources/groups.ts";
import type { Subject } from "../../resources/policies.ts";
import type { Detail } from "../../resources/refusal.ts";
import type { Row } from "../../resources/rows.ts";
import { evaluate } from "../../template/evaluate.ts";
import { assignedAt } from "./assignments.ts";
import { assignmentType, bindParameters } from "./base.ts";
import { readCondition } from "./condition.ts";
import { definitionAt } from "./definitions.ts";
import { computed, type Evaluated, holds, type RuleContext } from "./rule.ts";

interface Applied {
  assignment: Row;
  definitionId: string;
  definition: Doc;
  reference: string | undefined;
  setId: string | undefined;
  parameters: Map<string, Value>;
}

/** The policies of an assignment: the one it names, or those of the set. */
function policiesOf(engine: Engine, assignment: Row): Applied[] {
  const properties = record(assignment.body["properties"]);
  const id = text(properties["policyDefinitionId"]);
  const found = assignedAt(engine, id);
  if (found === undefined) return [];
  const outer = bindParameters(record(found.properties["parameters"]), record(properties["parameters"]), id);
  const common = { assignment, parameters: outer };
  if (!found.set)
    return [{ ...common, definitionId: id, definition: found.properties, reference: undefined, setId: undefined }];
  const scope = {
    functions: new Map([
      [
        "parameters",
        { takes: [1, 1] as const, run: ([name]: readonly Value[]) => outer.get(String(name).toLowerCase()) ?? null },
      ],
    ]),
    elsewhere: new Map(),
  };
  return records(found.properties["policyDefinitions"]).flatMap((one): Applied[] => {
    const definitionId = text(one["policyDefinitionId"]);
    const definition = definitionAt(engine, definitionId);
    if (definition === undefined) return [];
    const given = record(evaluate(copy(record(one["parameters"])), scope));
    return [
      {
        assignment,
        definitionId,
        definition,
        reference: text(one["policyDefinitionReferenceId"]),
        setId: id,
        parameters: bindParameters(record(definition["parameters"]), given, definitionId),
      },
    ];
  });
}

const inScope = (assignment: Row, key: string): boolean => {
  const within = (scope: string) => key === scope || key.startsWith(`${scope}/`);
  const properties = record(assignment.body["properties"]);
  const left = Array.isArray(properties["notScopes"])
    ? properties["notScopes"].map((one) => String(one).toLowerCase())
    : [];
  return within(assignment.owner) && !left.some(within) && properties["enforcementMode"] !== "DoNotEnforce";
};

/** Types that a policy of mode Indexed looks at: those with tags and a location. */
const isIndexed = (engine: Engine, subject: Subject): boolean =>
  engine.table.row(subject.type.toLowerCase())?.tracked ?? subject.location !== undefined;

function violation(engine: Engine, applied: Applied, subject: Subject): Evaluated[] | undefined {
  const { definition, parameters } = applied;
  if (text(definition["mode"]).toLowerCase() === "indexed" && !isIndexed(engine, subject)) return undefined;
  const key = subject.id.toLowerCase();
  const group = engine.rows.get(key.split("/").slice(0, 5).join("/"));
  const subscription = subject.id.split("/")[2] ?? "";
  const context: RuleContext = {
    parameters,
    group: group === undefined ? {} : renderGroup(group),
    subscription: { id: `/subscriptions/${subscription}`, subscriptionId: subscription },
  };
  const rule = record(definition["policyRule"]);
  const effect = String(computed(record(rule["then"])["effect"] ?? "", context, subject)).toLowerCase();
  if (effect !== "deny") return undefined;
  const seen: Evaluated[] = [];
  return holds(readCondition(rule["if"]), subject, context, seen) ? seen : undefined;
}

const nameOf = (id: string): string => id.split("/").at(-1) ?? "";

function detailOf(applied: Applied, evaluated: readonly Evaluated[], subject: Subject): Detail {
  const { assignment, definition, definitionId, reference, setId, parameters } = applied;
  const own = record(assignment.body["properties"]);
  const shownAssignment = text(own["displayName"]) || assignment.name;
  const shownDefinition = text(definition["displayName"]) || nameOf(definitionId);
  const reasons = records(own["nonComplianceMessages"])
    .filter(
      (one) =>
        text(one["policyDefinitionReferenceId"]) === "" || text(one["policyDefinitionReferenceId"]) === reference,
    )
    .map((one) => text(one["message"]));
  const identifiers = JSON.stringify([
    {
      policyAssignment: { name: shownAssignment, id: assignment.id },
      policyDefinition: { name: shownDefinition, id: definitionId },
    },
  ]);
  return {
    code: "RequestDisallowedByPolicy",
    target: subject.name,
    message:
      reasons.length === 0
        ? `Resource '${subject.name}' was disallowed by policy. Policy identifiers: '${identifiers}'.`
        : `Resource '${subject.name}' was disallowed by policy. Reasons: '${reasons.join("', '")}'. See error details for policy resource IDs.`,
    additionalInfo: [
      {
        type: "PolicyViolation",
        info: {
          evaluationDetails: { evaluatedExpressions: evaluated.map((one) => ({ ...one })) },
          policyDefinitionId: definitionId,
          policyDefinitionName: nameOf(definitionId),
          policyDefinitionDisplayName: shownDefinition,
          policyDefinitionVersion: "1.0.0",
          policyDefinitionEffect: "deny",
          ...(setId === undefined
            ? {}
            : {
                policySetDefinitionId: setId,
                policySetDefinitionName: nameOf(setId),
                policyDefinitionReferenceId: reference ?? "",
              }),
          policyAssignmentId: assignment.id,
          policyAssignmentName: assignment.name,
          policyAssignmentDisplayName: shownAssignment,
          policyAssignmentScope: assignment.id.slice(0, assignment.owner.length),
          policyAssignmentParameters: Object.fromEntries([...parameters].map(([name, value]) => [name, { value }])),
          policyExemptionIds: [],
        },
      },
    ],
  };
}

/** What the policies over a resource have against it, as ARM's errors tell it; none when it may be. */
export function violations(engine: Engine, subject: Subject): Detail[] {
  const subscription = subject.id.split("/")[2]?.toLowerCase() ?? "";
  const key = subject.id.toLowerCase();
  return engine.rows
    .inSubscription(subscription, assignmentType, "", 10_000)
    .filter((assignment) => inScope(assignment, key))
    .flatMap((assignment) => policiesOf(engine, assignment))
    .flatMap((applied) => {
      const evaluated = violation(engine, applied, subject);
      return evaluated === undefined ? [] : [detailOf(applied, evaluated, subject)];
    });
}
