import type { Behaviour } from "../facts/evidence.ts";

const subject = "Microsoft Graph";

/** What the emulated Graph does as Microsoft Graph does. */
export const graphBehaviours: readonly Behaviour[] = [
  {
    subject,
    what: "refusals have Graph's envelope with date, request-id and client-request-id",
    evidence: "documented",
  },
  {
    subject,
    what: "an object that is not there is 404 Request_ResourceNotFound, a segment that leads nowhere 400 BadRequest",
    evidence: "seen",
  },
  { subject, what: "an unknown member of a body is 400 BadRequest naming it and its type", evidence: "assumed" },
  {
    subject,
    what: "$expand, $orderby, $search and unknown options are 400 Request_UnsupportedQuery: Graph serves some of them",
    evidence: "assumed",
  },
  { subject, what: "ne, not, endswith and $count need ConsistencyLevel: eventual", evidence: "documented" },
  { subject, what: "texts are compared without their case, ids and names too", evidence: "documented" },
  { subject, what: "lists have pages of 100, at most 999, and links to the next", evidence: "documented" },
  {
    subject,
    what: "a principal without permissions may look up itself and its application, and nothing else",
    evidence: "seen",
  },
  {
    subject,
    what: "people see the whole directory, register applications and change what they own; administrators change everything",
    evidence: "documented",
  },
  {
    subject,
    what: "Application.ReadWrite.OwnedBy changes what the caller owns; who registers an application owns it",
    evidence: "documented",
  },
  {
    subject,
    what: "passwords are made by addPassword only, shown once, and known by their first three characters",
    evidence: "documented",
  },
  {
    subject,
    what: "a list of certificates in a PATCH replaces those there are; one whose bytes are absent stays",
    evidence: "documented",
  },
  {
    subject,
    what: "addKey and removeKey want a token of ten minutes, signed with a certificate that is there",
    evidence: "documented",
  },
  {
    subject,
    what: "an application has at most 20 federated credentials, unique by name and by issuer and subject, each with one audience",
    evidence: "documented",
  },
  {
    subject,
    what: "identifier URIs are api:// with the application's or tenant's id, or of a verified domain",
    evidence: "documented",
  },
  {
    subject,
    what: "a deleted application takes its principal along and restores it; security groups are gone at once",
    evidence: "documented",
  },
  { subject, what: "deleted items are kept until they are purged: Graph keeps them 30 days", evidence: "assumed" },
  { subject, what: "a managed identity's principal goes with its resource only", evidence: "documented" },
  { subject, what: "groups are security groups without mail; others are refused", evidence: "assumed" },
  {
    subject,
    what: "app roles stand in the roles of the holder's next token, held by itself or through a group",
    evidence: "documented",
  },
  { subject, what: "/me is refused to applications", evidence: "seen" },
];
