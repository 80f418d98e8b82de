import type { Behaviour } from "../facts/evidence.ts";

const subject = "ARM's front door";

/** What ARM does before and around a call, and towards resource providers. */
export const frontDoorBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "tokens are checked for signature, tenant, audience and time; a refusal is 401 with the authority in WWW-Authenticate",
    evidence: "documented",
  },
  {
    subject,
    what: "token buckets for reads, writes and deletes, by principal and fifteenfold by subscription; 429 with Retry-After, and what remains in every answer",
    evidence: "documented",
  },
  {
    subject,
    what: "a disabled subscription is read only (ReadOnlyDisabledSubscription); a deleted one is not found",
    evidence: "documented",
  },
  {
    subject,
    what: "an unknown namespace is 404 InvalidResourceNamespace to everybody, before access is looked at",
    evidence: "assumed",
  },
  {
    subject,
    what: "a provider is told of a subscription's state at api-version 2.0 until it answers 200, in every state and in its order",
    evidence: "documented",
  },
  {
    subject,
    what: "a registration is complete when the provider has confirmed it; unregistering needs that nothing is left",
    evidence: "documented",
  },
  {
    subject,
    what: "a write needs the registration of its namespace (409 MissingSubscriptionRegistration); a template registers what it makes",
    evidence: "documented",
  },
  {
    subject,
    what: "reading and deleting needs no registration",
    evidence: "assumed",
  },
  {
    subject,
    what: "calls reach a provider over mutual TLS with Referer, principal, home tenant, correlation and system data; headers that only ARM may say are taken off",
    evidence: "documented",
  },
  {
    subject,
    what: "a provider has 60 seconds, then 504; one that cannot be reached is 503; more than 8 MB of it is 500",
    evidence: "documented",
  },
  {
    subject,
    what: "resources of a provider that ARM has confirmed are listed, locked and deleted with their group",
    evidence: "documented",
  },
  {
    subject,
    what: "a template's resources of a provider are shown to it before (preflight); one that does not say does not stand in the way",
    evidence: "documented",
  },
];
