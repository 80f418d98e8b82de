import { record, records, text } from "../../documents/document.ts";
import type { Detail } from "../../documents/refusal.ts";
import type { Engine } from "../../resources/contract.ts";
import type { Subject } from "../../resources/subject.ts";
import { type Applied, policiesMet } from "./applied.ts";
import type { Evaluated } from "./rule.ts";

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
export const violations = (engine: Engine, subject: Subject): Detail[] =>
  policiesMet(engine, subject, "deny").map(({ applied, evaluated }) => detailOf(applied, evaluated, subject));
