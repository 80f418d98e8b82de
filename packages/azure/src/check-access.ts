import type { Cloud, JsonObject } from "@aro/api";

/** Somebody, as access is asked for: the object id in the resource's tenant, and what its token says of groups. */
export interface AccessSubject {
  objectId: string;
  groups?: readonly string[];
}

/** Whether somebody may do things to a resource. */
export interface AccessQuestion {
  subject: AccessSubject;
  resourceId: string;
  /** Such as `Microsoft.Network/virtualNetworks/read`. */
  actions: readonly string[];
}

const checkAccessVersion = "2021-06-01-preview";

/** The scope to ask of the token endpoint. */
export const checkAccessScope = ({ checkAccess }: Cloud): string => `${checkAccess.audience}/.default`;

/** Where a region's service asks (spec 03 §9.1). */
export const checkAccessAddress = ({ checkAccess }: Cloud, region: string): string =>
  `${checkAccess.endpoint.replace("{region}", region)}/providers/Microsoft.Authorization/checkAccess?api-version=${checkAccessVersion}`;

/** A question as it is sent. */
export const checkAccessBody = ({ subject, resourceId, actions }: AccessQuestion): JsonObject => ({
  Subject: {
    Attributes: {
      ObjectId: subject.objectId,
      ...(subject.groups === undefined ? {} : { Groups: [...subject.groups] }),
    },
  },
  Actions: actions.map((action) => ({ Id: action, IsDataAction: false })),
  Resource: { Id: resourceId },
});

/** The actions that were asked for and are not answered with `Allowed`: what is not answered is not allowed (spec 03 §11.2). */
export function deniedIn(answer: unknown, actions: readonly string[]): string[] {
  const decisions = (answer as { value?: { actionId?: string; accessDecision?: string }[] } | undefined)?.value ?? [];
  const allowed = new Set(
    decisions
      .filter(({ accessDecision }) => accessDecision === "Allowed")
      .map(({ actionId }) => actionId?.toLowerCase() ?? ""),
  );
  return actions.filter((action) => !allowed.has(action.toLowerCase()));
}
