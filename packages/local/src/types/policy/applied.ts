import { copy, type Doc, record, records, text, type Value } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import { evaluate } from "../../language/evaluate.ts";
import type { Engine } from "../../resources/contract.ts";
import { renderGroup } from "../../resources/groups.ts";
import type { Subject } from "../../resources/subject.ts";
import { assignedAt } from "./assignments.ts";
import { assignmentType, bindParameters } from "./base.ts";
import { readCondition } from "./condition.ts";
import { definitionAt } from "./definitions.ts";
import { computed, type Evaluated, holds, type RuleContext } from "./rule.ts";

/** One policy as an assignment applies it. */
export interface Applied {
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

/** A policy whose condition a resource meets. */
export interface Met {
  applied: Applied;
  /** The comparisons that led to it. */
  evaluated: readonly Evaluated[];
  /** `then` of its rule, expressions computed. */
  consequence: Doc;
}

function met(engine: Engine, applied: Applied, subject: Subject, effect: string): Met | undefined {
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
  const asked = computed(record(rule["then"])["effect"] ?? "", context, subject);
  if (String(asked).toLowerCase() !== effect) return undefined;
  const evaluated: Evaluated[] = [];
  if (!holds(readCondition(rule["if"]), subject, context, evaluated)) return undefined;
  return { applied, evaluated, consequence: record(computed(copy(record(rule["then"])), context, subject)) };
}

/** The policies over a resource that have this effect on it. */
export function policiesMet(engine: Engine, subject: Subject, effect: "deny" | "modify"): Met[] {
  const subscription = subject.id.split("/")[2]?.toLowerCase() ?? "";
  const key = subject.id.toLowerCase();
  return engine.rows
    .inSubscription(subscription, assignmentType, "", 10_000)
    .filter((assignment) => inScope(assignment, key))
    .flatMap((assignment) => policiesOf(engine, assignment))
    .flatMap((applied) => met(engine, applied, subject, effect) ?? []);
}
