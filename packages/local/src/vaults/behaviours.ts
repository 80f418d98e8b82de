import type { Behaviour } from "../facts/evidence.ts";

const vault = "Key Vault";
const secrets = "Key Vault/secrets";
const certificates = "Key Vault/certificates";
const keys = "Key Vault/keys";

/** What the data plane of vaults does. */
export const vaultBehaviours: readonly Behaviour[] = [
  {
    subject: vault,
    what: "a call without a token is 401 with `Bearer authorization=…, resource=…`, whatever it asks for; a wrong token too, in AKV's words",
    evidence: "seen",
  },
  {
    subject: vault,
    what: "the vault's own list decides, or roles with data actions where enableRbacAuthorization is on; 403 Forbidden names the caller, AccessDenied or ForbiddenByRbac says by which",
    evidence: "seen",
  },
  { subject: vault, what: "an absent or unknown api-version is 400 BadParameter", evidence: "seen" },
  {
    subject: vault,
    what: "an unknown member, query parameter, path or verb is refused by name: Azure passes many over",
    evidence: "assumed",
  },
  {
    subject: vault,
    what: "a deleted object is seen among the deleted ones after seconds, holds its name with ObjectIsBeingDeleted and ObjectIsDeletedButRecoverable, and goes when its time has passed",
    evidence: "documented",
  },
  {
    subject: vault,
    what: "a deleted vault answers no more, and has what it had when it is recovered; a new one of its name begins empty",
    evidence: "documented",
  },
  { subject: vault, what: "lists come in pages of 25 at most with nextLink, by name", evidence: "documented" },
  {
    subject: secrets,
    what: "names keep the casing of their first write and are found in any",
    evidence: "assumed",
  },
  {
    subject: secrets,
    what: "a disabled secret is 403 SecretDisabled; nbf and exp are only told",
    evidence: "documented",
  },
  { subject: secrets, what: "values have 25 KB at most", evidence: "documented" },
  {
    subject: secrets,
    what: "secret and key of a certificate are changed with it only: 403 OperationNotAllowed",
    evidence: "assumed",
  },
  {
    subject: certificates,
    what: "create answers 202 with an order that is inProgress until the authority has signed, then completed; GET shows a certificate without bytes until then",
    evidence: "documented",
  },
  {
    subject: certificates,
    what: "OneCertV2-PublicCA is known to every vault and signs with a chain of two: in Azure a vault is told of its issuers",
    evidence: "assumed",
  },
  {
    subject: certificates,
    what: "a failure with [Status:FailedCanRetry] shows as failed, and is tried again by itself",
    evidence: "assumed",
  },
  {
    subject: certificates,
    what: "a certificate is renewed when its lifetime action says, here at the next call that comes to its vault",
    evidence: "documented",
  },
  {
    subject: certificates,
    what: "the secret is PEM with key, certificate and chain, or a key store without password",
    evidence: "documented",
  },
  {
    subject: certificates,
    what: "subject alternative names of users, URIs and addresses are refused",
    evidence: "assumed",
  },
  {
    subject: keys,
    what: "RSA and EC keys are made, imported and rotated; RSA keys encrypt, wrap and sign (RS256 to RS512), EC keys sign nothing here",
    evidence: "documented",
  },
  { subject: keys, what: "rotation policies, release and key attestation are unknown", evidence: "assumed" },
];
