import type { Behaviour } from "../facts/evidence.ts";

const subject = "Access";

/** How access is decided and refused. */
export const accessBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "deny assignments are looked at first and win over every role; a role holds at its scope and below",
    evidence: "documented",
  },
  {
    subject,
    what: "an action is held when one permission of a role names it and the same one does not take it back; dataActions are a world of their own",
    evidence: "documented",
  },
  {
    subject,
    what: "a star between two slashes of an action also stands for nothing, as Managed Identity Operator needs",
    evidence: "assumed",
  },
  {
    subject,
    what: "a call without a role is 403 AuthorizationFailed with client, object id, action and scope; a list is asked for at its namespace, what lies in a region at the subscription",
    evidence: "seen",
  },
  {
    subject,
    what: "a list shows what the caller may read; who may read nothing of it is refused",
    evidence: "assumed",
  },
  {
    subject,
    what: "subscriptions are listed and read by whoever has a role in them, however small; locations and providers of one need a role at it",
    evidence: "assumed",
  },
  {
    subject,
    what: "the state and the result of an operation are read by whoever knows its id",
    evidence: "assumed",
  },
  {
    subject,
    what: "what a deny assignment forbids is 403 DenyAssignmentAuthorizationFailed with its name, id and scope",
    evidence: "documented",
  },
  {
    subject,
    what: "a system-protected deny assignment does not bind its maker (spec 03 §6)",
    evidence: "assumed",
  },
  {
    subject,
    what: "a body that names what the caller may not join, assign or read is 403 LinkedAuthorizationFailed with action and scopes; denials are told apart",
    evidence: "seen",
  },
  {
    subject,
    what: "which types are joined by which action: those of networks, images, disks and identities that clusters use",
    evidence: "documented",
  },
  {
    subject,
    what: "a cluster's PUT needs join/action on the subnets that it names",
    evidence: "assumed",
  },
  {
    subject,
    what: "a template that makes what its caller may not write is 403 InvalidTemplateDeployment, every refusal in one sentence",
    evidence: "seen",
  },
  {
    subject,
    what: "what a deployment meets of 403 when a resource's turn comes is told as Forbidden with the refusal as JSON (spec 03 §2.4)",
    evidence: "seen",
  },
  {
    subject,
    what: "our provider's principal has its service role where the provider is registered, and everything in groups that its resources manage",
    evidence: "seen",
  },
  {
    subject,
    what: "the service role reads access, sizes and quotas besides what is published of it",
    evidence: "assumed",
  },
  {
    subject,
    what: "new role assignments are seen after a delay that can be set; Azure's takes up to ten minutes",
    evidence: "documented",
  },
  {
    subject,
    what: "conditions of role assignments are refused by name",
    evidence: "assumed",
  },
  {
    subject: "CheckAccess",
    what: "answers at REGION.authorization.SUFFIX for tokens of that audience, Allowed, NotAllowed or Denied for each action, with the assignment",
    evidence: "seen",
  },
  {
    subject: "CheckAccess",
    what: "answers on ARM's own host too: nothing but localhost resolves on a laptop",
    evidence: "assumed",
  },
  {
    subject: "CheckAccess",
    what: "any principal of the tenant may ask about any other",
    evidence: "assumed",
  },
];
