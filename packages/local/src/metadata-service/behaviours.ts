import type { Behaviour } from "../facts/evidence.ts";

const imds = "Instance metadata";
const plane = "Managed identity data plane";

/** What the metadata service and the data plane of managed identities do as Azure's do. */
export const metadataBehaviours: readonly Behaviour[] = [
  {
    subject: imds,
    what: "requests need Metadata: true, and none may come through somebody else (X-Forwarded-For)",
    evidence: "documented",
  },
  { subject: imds, what: "an absent or unknown api-version is 400 with the newest ones", evidence: "documented" },
  {
    subject: imds,
    what: "members of the compute document appear in the version that brought them",
    evidence: "documented",
  },
  { subject: imds, what: "leaves are text unless JSON is asked for, everything else JSON", evidence: "documented" },
  {
    subject: imds,
    what: "the machine's own identity is meant when none is named; of several assigned ones one must be named",
    evidence: "documented",
  },
  {
    subject: imds,
    what: "an identity that the machine has not is 400 invalid_request, Identity not found",
    evidence: "seen",
  },
  {
    subject: imds,
    what: "who asks is told by the address: the service's machine at the plain one, others below /machines/NAME; Azure knows by the wire",
    evidence: "assumed",
  },
  {
    subject: plane,
    what: "ARM sends x-ms-identity-url with writes of resources that have identities; it is signed, and nobody makes one up",
    evidence: "documented",
  },
  {
    subject: plane,
    what: "a resource without an identity of its own comes with the principal id of nobody",
    evidence: "assumed",
  },
  {
    subject: plane,
    what: "an identity that is not there fails the write with FailedIdentityOperation before the provider hears of it",
    evidence: "seen",
  },
  {
    subject: plane,
    what: "who brings no token is told tenant and resource by a challenge; only the provider's application is served",
    evidence: "documented",
  },
  {
    subject: plane,
    what: "credentials are PKCS #12 without a password in base64, the key under AES-256 and SHA-256",
    evidence: "documented",
  },
  {
    subject: plane,
    what: "a credential is good for 90 days, the same until day 46, and renews until it ends",
    evidence: "seen",
  },
  {
    subject: plane,
    what: "identities that the resource was not given are refused with IdentityNotAssigned",
    evidence: "assumed",
  },
];
