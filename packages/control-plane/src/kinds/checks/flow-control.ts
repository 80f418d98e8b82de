import { firstObjects } from "../../bootstrap/first-objects.ts";
import { isSame } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";
import { nameFault } from "../../registry/names.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional } from "../traits/filling.ts";
import { checkFlowRule } from "./flow-rules.ts";
import { oneOf } from "./pod-spec.ts";

const specOf = (object: KubeObject): Members => optional(object as Members, "spec") ?? {};
const lowestPrecedence = 10_000;

/** Schemas and levels without which nobody would be served; the levels' `exempt` member may change. */
const fixed = ["exempt", "catch-all"];

function checkFixed(object: KubeObject): Cause[] {
  const { name } = object.metadata;
  if (!fixed.includes(name)) return [];
  const wanted = firstObjects().find((one) => one.kind === object.kind && one.metadata.name === name);
  if (wanted === undefined) return [];
  const rest = ({ exempt: _, ...others }: Members): Members => others;
  const spec = specOf(object);
  if (isSame(rest(spec), rest(specOf(wanted)))) return [];
  const but = object.kind === "PriorityLevelConfiguration" && name === "exempt";
  return [
    findings.invalid(
      "spec",
      spec,
      `spec of '${name}' ${but ? "except the 'spec.exempt' field " : ""}must equal the fixed value`,
    ),
  ];
}

function checkSchema(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const precedence = Number(spec["matchingPrecedence"]);
  const place = (why: string) => [findings.invalid("spec.matchingPrecedence", precedence, why)];
  const distinguisher = optional(spec, "distinguisherMethod");
  const level = String(optional(spec, "priorityLevelConfiguration")?.["name"] ?? "");
  const levelFault = level === "" ? undefined : nameFault(level, "subdomain");
  const type = distinguisher?.["type"] ?? "";
  const field = "spec.priorityLevelConfiguration.name";
  return [
    ...checkFixed(object),
    ...(precedence <= 0 ? place("must be a positive value") : []),
    ...(precedence > lowestPrecedence ? place(`must not be greater than ${lowestPrecedence}`) : []),
    ...(precedence === 1 && object.metadata.name !== "exempt"
      ? place("only the schema named 'exempt' may have matchingPrecedence 1")
      : []),
    // The real one shows the whole method, by its members' names in Go.
    ...(distinguisher === undefined || type === "ByNamespace" || type === "ByUser"
      ? []
      : [findings.unsupported("spec.distinguisherMethod.type", { Type: type }, ["ByNamespace", "ByUser"])]),
    ...(level === "" ? [findings.required(field, "must reference a priority level")] : []),
    ...(levelFault === undefined ? [] : [findings.invalid(field, level, levelFault)]),
    ...each(spec, "rules").flatMap((rule, index) => checkFlowRule(rule, `spec.rules[${index}]`)),
  ];
}

const mostQueues = 10_000_000;
/** A hand of queues is dealt out of one number of so many bits. */
const mostBits = 60;

function checkQueuing(queuing: Members, path: string): Cause[] {
  const [queues, hand, length] = ["queues", "handSize", "queueLengthLimit"].map((name) => Number(queuing[name]));
  const wrong = (name: string, value: unknown, why: string) => [findings.invalid(`${path}.${name}`, value, why)];
  const positive = "must be positive";
  const causes = Number(length) <= 0 ? wrong("queueLengthLimit", length, positive) : [];
  if (queues === undefined || hand === undefined) return causes;
  if (queues <= 0) causes.push(...wrong("queues", queues, positive));
  else if (queues > mostQueues) causes.push(...wrong("queues", queues, `must not be greater than ${mostQueues}`));
  if (hand <= 0) causes.push(...wrong("handSize", hand, positive));
  else if (hand > queues) causes.push(...wrong("handSize", hand, `should not be greater than queues (${queues})`));
  else if (Math.ceil(Math.log2(queues) * hand) > mostBits)
    causes.push(
      ...wrong(
        "handSize",
        hand,
        `required entropy bits of deckSize ${queues} and handSize ${hand} should not be greater than ${mostBits}`,
      ),
    );
  return causes;
}

function checkResponse(response: Members, path: string): Cause[] {
  const { type } = response;
  if (!type) return [findings.required(`${path}.type`)];
  const unknown = oneOf(response, "type", path, ["Queue", "Reject"]);
  if (unknown.length > 0) return unknown;
  const queuing = optional(response, "queuing");
  const field = `${path}.queuing`;
  if (type === "Queue")
    return queuing === undefined
      ? [findings.required(field, "must not be empty if limited.limitResponse.type is Limited")]
      : checkQueuing(queuing, field);
  return queuing === undefined
    ? []
    : [findings.forbidden(field, "must be nil if limited.limitResponse.type is not Limited")];
}

function checkShares(holder: Members, path: string, between: () => Cause[] = () => []): Cause[] {
  const [shares, percent] = [Number(holder["nominalConcurrencyShares"] ?? 0), Number(holder["lendablePercent"] ?? 0)];
  return [
    ...(shares < 0
      ? [findings.invalid(`${path}.nominalConcurrencyShares`, shares, "must be a non-negative integer")]
      : []),
    ...between(),
    ...(percent < 0 || percent > 100
      ? [findings.invalid(`${path}.lendablePercent`, percent, "must be between 0 and 100, inclusive")]
      : []),
  ];
}

function checkLimited(limited: Members): Cause[] {
  const borrowing = limited["borrowingLimitPercent"];
  return [
    ...checkShares(limited, "spec.limited", () =>
      checkResponse(optional(limited, "limitResponse") ?? {}, "spec.limited.limitResponse"),
    ),
    ...(typeof borrowing === "number" && borrowing < 0
      ? [
          findings.invalid(
            "spec.limited.borrowingLimitPercent",
            borrowing,
            "if specified, must be a non-negative integer",
          ),
        ]
      : []),
  ];
}

function checkLevel(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const { type } = spec;
  const [limited, exempt] = [optional(spec, "limited"), optional(spec, "exempt")];
  const causes: Cause[] = [];
  if ((object.metadata.name === "exempt") !== (type === "Exempt"))
    causes.push(findings.invalid("spec.type", type, "must be 'Exempt' if and only if `name` is 'exempt'"));
  if (!type) return [...causes, findings.required("spec.type")];
  if (type === "Exempt") {
    if (limited !== undefined)
      causes.push(findings.forbidden("spec.limited", "must be nil if the type is not Limited"));
    if (exempt !== undefined) causes.push(...checkShares(exempt, "spec.exempt"));
  } else if (type === "Limited") {
    if (exempt !== undefined) causes.push(findings.forbidden("spec.exempt", "must be nil if the type is Limited"));
    causes.push(
      ...(limited === undefined
        ? [findings.required("spec.limited", "must not be empty when type is Limited")]
        : checkLimited(limited)),
    );
  } else causes.push(findings.unsupported("spec.type", type, ["Exempt", "Limited"]));
  return [...causes, ...checkFixed(object)];
}

/** Flow schemas and priority levels, by `group/plural`. */
export const flowControlChecks: Readonly<Record<string, (object: KubeObject) => Cause[]>> = {
  "flowcontrol.apiserver.k8s.io/flowschemas": checkSchema,
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations": checkLevel,
};
