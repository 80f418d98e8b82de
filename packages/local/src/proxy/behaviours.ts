import type { Behaviour } from "../types/behaviours.ts";

const subject = "Names";

/** How what is named is reached. */
export const proxyBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "a name of a vault or account exists from the end of its making to its deletion; the proxy's 403 stands for a name that does not resolve",
    evidence: "assumed",
  },
  {
    subject,
    what: "every service has one certificate for all its names, `*.vault.S`; here it is signed by the local authority",
    evidence: "documented",
  },
  {
    subject,
    what: "network rules of accounts and vaults are kept and shown, and enforced for nobody: all callers come from this machine",
    evidence: "assumed",
  },
];
