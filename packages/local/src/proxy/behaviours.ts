import type { Behaviour } from "../facts/evidence.ts";

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
    what: "a registry answers at its login server from the end of its making to its deletion: /v2/ is 401 with where to sign in, everything else 404, since there are no images",
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
  {
    subject,
    what: "management.azure.com, login.microsoftonline.com and graph.microsoft.com lead to this cloud's services, for clients that know no other; each shows a certificate for itself alone, and other names of the public cloud are refused",
    evidence: "assumed",
  },
  {
    subject,
    what: "tokens for ARM and Graph by their public names are good at these names only; there this cloud's own are good too, since az aro sends them",
    evidence: "assumed",
  },
];
