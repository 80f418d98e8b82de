import type { Behaviour } from "../facts/evidence.ts";

const subject = "Entra";

/** What the token authority and its pages do as Entra does. */
export const entraBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "refusals carry OAuth's error, the AADSTS code in words and as a number, trace, correlation and time",
    evidence: "documented",
  },
  {
    subject,
    what: "tokens for Azure's own resources have version 1 claims and the resource as it was written; those for applications version 2 claims and the client id",
    evidence: "documented",
  },
  {
    subject,
    what: "tokens of applications last an hour, of managed identities a day: Entra varies people's between 60 and 90 minutes",
    evidence: "documented",
  },
  {
    subject,
    what: "a certificate assertion is known by either thumbprint, padded or not, in RS256 and PS256",
    evidence: "seen",
  },
  {
    subject,
    what: "an expired certificate is refused with AADSTS700027, an expired secret with AADSTS7000222",
    evidence: "documented",
  },
  {
    subject,
    what: "a federated assertion is refused by issuer (AADSTS700211), subject (AADSTS700213) or audience (AADSTS700212), compared with their case",
    evidence: "seen",
  },
  {
    subject,
    what: "an issuer whose documents cannot be read is AADSTS50166, a key that it does not publish AADSTS5000811",
    evidence: "seen",
  },
  { subject, what: "an issuer's keys are read at every request: Entra keeps them for a while", evidence: "assumed" },
  { subject, what: "a client without federated credentials is refused with AADSTS70025", evidence: "documented" },
  {
    subject,
    what: "a federated credential of a managed identity is one of ARM's resources, of an application one of Graph's",
    evidence: "documented",
  },
  {
    subject,
    what: "what is made stays unknown to token endpoint and Graph's reads for a time that is set; writes find it at once",
    evidence: "seen",
  },
  { subject, what: "a token outlives the principal it was given to", evidence: "documented" },
  {
    subject,
    what: "an application without principal in the tenant is refused with AADSTS7000229, a disabled one with AADSTS7000112",
    evidence: "documented",
  },
  {
    subject,
    what: "nobody has a password: a page shows the directory's people, and everything is consented to",
    evidence: "assumed",
  },
  {
    subject,
    what: "redirect URIs are compared as written; at http://localhost and http://127.0.0.1 any port counts",
    evidence: "documented",
  },
  {
    subject,
    what: "an address that is not the application's is told to the person (AADSTS50011), every other refusal to the client",
    evidence: "documented",
  },
  { subject, what: "error pages answer 400: Entra's answer 200", evidence: "assumed" },
  {
    subject,
    what: "a code is good once and for ten minutes; a failed attempt does not use it up",
    evidence: "documented",
  },
  {
    subject,
    what: "PKCE's verifier without a challenge is refused as one that does not match: RFC 9700 asks for it",
    evidence: "assumed",
  },
  {
    subject,
    what: "web addresses need the client's proof, public ones must not bring any (AADSTS700025)",
    evidence: "documented",
  },
  {
    subject,
    what: "a refresh token lasts 90 days, serves every resource, and stays good when it was used",
    evidence: "documented",
  },
  {
    subject,
    what: "a device code lasts 15 minutes and is asked for every five seconds; a decline is authorization_declined",
    evidence: "documented",
  },
  { subject, what: "id tokens need implicitGrantSettings, a nonce, and never go into a query", evidence: "documented" },
  {
    subject,
    what: "groups stand in id tokens of applications with groupMembershipClaims and in tokens for ARM, vaults and storage; more than 200 are named by an address",
    evidence: "documented",
  },
  {
    subject,
    what: "the AD FS form of the authority gives the same tokens: az up to 2.45 takes no other of an unknown cloud",
    evidence: "assumed",
  },
];
