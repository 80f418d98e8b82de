import type { Behaviour } from "../facts/evidence.ts";

const service = "Blob service";
const blobs = "Blob service/blobs";
const access = "Blob service/access";

/** What the blob service does. Where Azurite does it too, one suite holds both against each other (conformance/). */
export const blobBehaviours: readonly Behaviour[] = [
  {
    subject: service,
    what: "containers are the same rows to ARM and to the service; a deleted one gives its name back after 30 s (ContainerBeingDeleted)",
    evidence: "documented",
  },
  {
    subject: service,
    what: "a request body has 256 MB at most (413 RequestBodyTooLarge); larger blobs come in blocks. Azure takes more in one call",
    evidence: "assumed",
  },
  {
    subject: service,
    what: "versions 2015-02-21 to 2026-10-06 of x-ms-version are taken, each answered in the newest manner",
    evidence: "assumed",
  },
  {
    subject: service,
    what: "page blobs, versions, tags, batches, customer keys, immutability and soft delete are refused by name",
    evidence: "assumed",
  },
  {
    subject: service,
    what: "queues, tables, files and data lakes of an account have no names here",
    evidence: "assumed",
  },
  {
    subject: service,
    what: "the blobs of $web are served to everybody at ACCOUNT.web.S once StaticWebsite is enabled, with index and 404 document",
    evidence: "documented",
  },
  {
    subject: blobs,
    what: "Put Blob forgets uncommitted blocks at once: Azure collects them later",
    evidence: "documented",
  },
  { subject: blobs, what: "copies are done when they are answered", evidence: "assumed" },
  {
    subject: blobs,
    what: "tiers Hot, Cool and Cold are kept and shown, and change nothing else; Archive is refused",
    evidence: "assumed",
  },
  { subject: blobs, what: "names of metadata come back in lower case: Azure keeps their casing", evidence: "assumed" },
  {
    subject: blobs,
    what: "MD5 and CRC-64 of a body are checked when they are sent (Md5Mismatch, Crc64Mismatch)",
    evidence: "documented",
  },
  {
    subject: access,
    what: "shared key, account SAS, service SAS with stored policies and user delegation SAS are checked by signature, times, permissions, resource types and address",
    evidence: "documented",
  },
  {
    subject: access,
    what: "a delegation SAS allows no more than who signed it may at the time of use",
    evidence: "documented",
  },
  {
    subject: access,
    what: "without allowSharedKeyAccess keys and what they signed are 403 KeyBasedAuthenticationNotPermitted",
    evidence: "documented",
  },
  {
    subject: access,
    what: "with a token roles decide, data actions on blobs and actions on containers: 403 AuthorizationPermissionMismatch",
    evidence: "documented",
  },
  {
    subject: access,
    what: "a caller without proof hears 401 with a challenge from version 2019-12-12 on, before that 404 ResourceNotFound, or 409 PublicAccessNotPermitted where the account allows no public container",
    evidence: "seen",
  },
];
