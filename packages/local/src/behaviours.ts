import { accessBehaviours } from "./access/behaviours.ts";
import { frontDoorBehaviours } from "./arm/behaviours.ts";
import { blobBehaviours } from "./blobs/behaviours.ts";
import { entraBehaviours } from "./entra/behaviours.ts";
import type { Behaviour } from "./facts/evidence.ts";
import { graphBehaviours } from "./graph/behaviours.ts";
import { hiveBehaviours } from "./hive/behaviours.ts";
import { metadataBehaviours } from "./metadata-service/behaviours.ts";
import { openShiftBehaviours } from "./openshift/behaviours.ts";
import { proxyBehaviours } from "./proxy/behaviours.ts";
import type { TypeTable } from "./resources/contract.ts";
import { manners } from "./resources/manners.ts";
import { allTypes } from "./types/table.ts";
import { vaultBehaviours } from "./vaults/behaviours.ts";

const busy = {
  another: "a write during a write is refused with 429 AnotherOperationInProgress",
  retryable: "a write during a write is refused with 429 RetryableError and RetryableErrorDueToAnotherOperation",
  storage: "a write during a write is refused with 409 StorageAccountOperationInProgress",
  conflict: "a write during a write is refused with 409 Conflict",
} as const;

/** What the engine does for every type, and what deployments do. */
const common: readonly Behaviour[] = [
  { subject: "ARM", what: "an unknown type is 404 InvalidResourceType", evidence: "seen" },
  {
    subject: "ARM",
    what: "an unknown api-version of a type is 400 NoRegisteredProviderFound with the supported ones",
    evidence: "documented",
  },
  { subject: "ARM", what: "an absent api-version is 400 MissingApiVersionParameter", evidence: "documented" },
  {
    subject: "ARM",
    what: "an unknown query parameter is 400 InvalidQueryParameter: Azure passes many over",
    evidence: "assumed",
  },
  {
    subject: "ARM",
    what: "an unknown member of a network resource is 400 InvalidRequestFormat with InvalidJson",
    evidence: "seen",
  },
  {
    subject: "ARM",
    what: "an unknown member of any other resource is 400 InvalidRequestContent: Azure passes some over",
    evidence: "assumed",
  },
  {
    subject: "ARM",
    what: "members that came after a version of Microsoft.Network or Microsoft.Compute are unknown to it, as far as Python's SDKs tell",
    evidence: "documented",
  },
  {
    subject: "ARM",
    what: "a reference to what is not provisioned is 429 RetryableError with ReferencedResourceNotProvisioned",
    evidence: "seen",
  },
  { subject: "ARM", what: "a reference to what is not there is 400 InvalidResourceReference", evidence: "documented" },
  {
    subject: "ARM",
    what: "a PUT while the resource is being deleted is 409 AnotherOperationInProgress",
    evidence: "assumed",
  },
  {
    subject: "ARM",
    what: "a DELETE during a PUT ends it as CanceledAndSupersededDueToAnotherOperation",
    evidence: "assumed",
  },
  { subject: "ARM", what: "a locked scope refuses with 409 ScopeLocked", evidence: "documented" },
  { subject: "ARM", what: "many slashes of a path count as one", evidence: "seen" },
  {
    subject: "ARM",
    what: "a PUT or PATCH that a policy denies is 403 RequestDisallowedByPolicy, with the policy, its assignment and the comparisons in additionalInfo; forwarded PUTs too",
    evidence: "documented",
  },
  {
    subject: "ARM",
    what: "a policy of effect modify changes tags and members of what is asked for before the provider sees it; forwarded calls are not changed",
    evidence: "documented",
  },
  {
    subject: "ARM",
    what: "policies of effect audit and auditIfNotExists are taken and have no effect on a call; append, deployIfNotExists and denyAction are refused by name",
    evidence: "assumed",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "a deployment that would make what a policy denies is 400 InvalidTemplateDeployment before anything is made",
    evidence: "documented",
  },
  {
    subject: "Microsoft.Resources/resourceGroups",
    what: "location and managedBy stay; DELETE answers 202 with Location under operationresults",
    evidence: "documented",
  },
  {
    subject: "Microsoft.Resources/resourceGroups",
    what: "a deletion that is blocked fails with ResourceGroupDeletionBlocked and rolls the state back",
    evidence: "documented",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "guid() is UUID version 5 under ARM's namespace; uniqueString() is a 64-bit Murmur hash",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "a second deployment of a running name is 409 DeploymentActive",
    evidence: "documented",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "resources that wait for none that failed are made although another failed",
    evidence: "assumed",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "what another operation keeps busy is tried again",
    evidence: "assumed",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "bodies may have comments, bare names and commas at the end",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Authorization/roleDefinitions",
    what: "one that is not there is 404 RoleDefinitionDoesNotExist",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Authorization/roleAssignments",
    what: "one that is not there is 404 RoleAssignmentNotFound",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Storage/storageAccounts",
    what: "a name that is none is 400 AccountNameInvalid",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Storage/storageAccounts/blobServices/containers",
    what: "one that is not there is 404 ContainerNotFound",
    evidence: "assumed",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "types of parameters and outputs are shown with a capital letter, String, however the template writes them",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "Complete mode, linked templates, user functions and deployments to subscriptions are refused by name",
    evidence: "assumed",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "a nested template is computed by the outer one unless its scope is inner; it is a deployment of its own in its group",
    evidence: "documented",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "a failure is a tree: DeploymentFailed, the resource with ResourceDeploymentFailure where its operation failed, the cause",
    evidence: "seen",
  },
  {
    subject: "Microsoft.Resources/deployments",
    what: "whatIf answers at once, tells whole members as changed, and passes over what only the running template knows",
    evidence: "assumed",
  },
];

/** All that the resource engine does, with its evidence: what the page of evidence is made of. */
export function behaviours(table: TypeTable = allTypes()): readonly Behaviour[] {
  const ofTypes = table.rows.flatMap((row): Behaviour[] => [
    { subject: row.type, what: manners[row.manner].what, evidence: row.evidence },
    ...(row.manner === "direct" || row.refusesBusy !== undefined
      ? []
      : [{ subject: row.type, what: busy[row.busy], evidence: "seen" as const }]),
    ...[...row.rules, ...row.effects, ...row.removal].map((rule) => ({
      subject: row.type,
      what: rule.name,
      evidence: rule.evidence,
    })),
    ...row.parts.flatMap((part): Behaviour[] =>
      part.inUse === undefined
        ? []
        : [
            {
              subject: `${row.type}/${part.segment}`,
              what: `one in use is not removed (${part.inUse.code})`,
              evidence: row.evidence,
            },
          ],
    ),
    ...(row.preflight === undefined
      ? []
      : [
          {
            subject: row.type,
            what: "what a template would make of it is looked at together before anything is made (InvalidTemplateDeployment)",
            evidence: "documented" as const,
          },
        ]),
    ...(row.actions ?? []).map((action) => ({
      subject: row.type,
      what: `${action.name}: ${action.what}`,
      evidence: action.evidence,
    })),
  ]);
  const ofViews = table.views.map(
    (view): Behaviour => ({
      subject: view.type,
      what: view.what,
      evidence: view.evidence,
    }),
  );
  return [
    ...common,
    ...frontDoorBehaviours,
    ...accessBehaviours,
    ...entraBehaviours,
    ...graphBehaviours,
    ...metadataBehaviours,
    ...proxyBehaviours,
    ...hiveBehaviours,
    ...openShiftBehaviours,
    ...vaultBehaviours,
    ...blobBehaviours,
    ...ofTypes,
    ...ofViews,
  ];
}
