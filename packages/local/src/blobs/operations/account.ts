import type { WallResponse } from "../../wall/wall.ts";
import type { Container } from "../account.ts";
import { done, httpDate, xmlAnswer } from "../answers.ts";
import { delegationKey } from "../auth/delegation-key.ts";
import type { BlobCall, BlobDeps, BlobOperation, Grant } from "../call.ts";
import { StorageRefusal } from "../failures.ts";
import { leaseHeaders } from "../leases.ts";
import { queryNumber } from "../request.ts";
import { readServiceProperties, type ServiceProperties, writeServiceProperties } from "../service-properties.ts";
import { child, escapeXml, readXml, tag, textTag } from "../xml.ts";
import { containerLease } from "./containers.ts";
import { metadataTag, readIncludes } from "./list-blobs.ts";
import { markFrom, markText } from "./marks.ts";
import { makeDelegationKeys, readContainers, readService, writeService } from "./rights.ts";

const most = 5_000;
const dayMs = 86_400_000;

/** One page of an account's containers. */
function list(call: BlobCall, deps: BlobDeps): WallResponse {
  const includes = readIncludes(call, ["metadata", "deleted", "system"]);
  const size = queryNumber(call, "maxresults", 1, Number.MAX_SAFE_INTEGER);
  const limit = Math.min(size ?? most, most);
  const prefix = call.query.get("prefix") ?? "";
  const marker = call.query.get("marker") ?? "";
  const shown: Container[] = [];
  let after = marker === "" ? "" : (markFrom(marker, 1)[0] ?? "");
  for (let more = true; more && shown.length <= limit; ) {
    const page = deps.containers.list(call.account, after, most);
    shown.push(
      ...page.filter(({ name }) => name.startsWith(prefix) && (!name.startsWith("$") || includes.has("system"))),
    );
    after = page.at(-1)?.name ?? after;
    more = page.length === most;
  }
  const last = shown[limit - 1];
  const next = shown.length > limit && last !== undefined ? markText([last.name]) : "";
  return xmlAnswer(
    200,
    `<EnumerationResults ServiceEndpoint="${escapeXml(`${call.request.url.origin}/`)}">${[
      textTag("Prefix", call.query.get("prefix")),
      textTag("Marker", call.query.get("marker")),
      textTag("MaxResults", size),
      tag(
        "Containers",
        shown
          .slice(0, limit)
          .map((one) => containerTag(one, call, deps, includes))
          .join(""),
      ),
      tag("NextMarker", next),
    ].join("")}</EnumerationResults>`,
  );
}

function containerTag(one: Container, call: BlobCall, deps: BlobDeps, includes: ReadonlySet<string>): string {
  const lease = leaseHeaders(containerLease(one, deps), call.now);
  const inner = [
    textTag("Last-Modified", httpDate(one.changedAt)),
    textTag("Etag", one.etag),
    textTag("LeaseStatus", lease["x-ms-lease-status"]),
    textTag("LeaseState", lease["x-ms-lease-state"]),
    textTag("LeaseDuration", lease["x-ms-lease-duration"]),
    textTag("PublicAccess", one.publicAccess === "None" ? undefined : one.publicAccess.toLowerCase()),
    textTag("DefaultEncryptionScope", "$account-encryption-key"),
    textTag("DenyEncryptionScopeOverride", false),
    textTag("HasImmutabilityPolicy", false),
    textTag("HasLegalHold", false),
    textTag("ImmutableStorageWithVersioningEnabled", false),
  ].join("");
  return tag(
    "Container",
    textTag("Name", one.name) + tag("Properties", inner) + (includes.has("metadata") ? metadataTag(one.metadata) : ""),
  );
}

/** What is told of the account itself, at any address of it. */
const information = ({ account }: BlobCall): WallResponse =>
  done(200, {
    "x-ms-sku-name": account.sku,
    "x-ms-account-kind": account.kind,
    "x-ms-is-hns-enabled": "false",
  });

/** The service properties of an account. */
export const servicePropertiesOf = (
  account: BlobCall["account"],
  { store }: Pick<BlobDeps, "store">,
): ServiceProperties => store.note<ServiceProperties>(account.instance, "service") ?? {};

const getProperties = (call: BlobCall, deps: BlobDeps): WallResponse =>
  xmlAnswer(200, writeServiceProperties(servicePropertiesOf(call.account, deps)));

/** Switching the static website on makes the container that it is served from. */
function setProperties(call: BlobCall, deps: BlobDeps): WallResponse {
  const next = { ...servicePropertiesOf(call.account, deps), ...readServiceProperties(call.request.body) };
  deps.store.transaction(() => deps.store.setNote(call.account.instance, "service", next));
  if (next.website !== undefined && deps.containers.find(call.account, "$web") === undefined)
    deps.containers.create(call.account, "$web", { publicAccess: "None", metadata: {} });
  return done(202);
}

/** A key with which a principal signs SAS that allow no more than it may itself; good for seven days at most. */
function userDelegationKey(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  if (grant.kind !== "principal")
    throw new StorageRefusal("AuthenticationFailed", {
      AuthenticationErrorDetail: "Only authentication scheme Bearer is supported",
    });
  const info = readXml(call.request.body);
  if (info === undefined || info.name !== "KeyInfo") throw new StorageRefusal("InvalidXmlDocument");
  for (const { name, text } of info.children)
    if (name !== "Start" && name !== "Expiry")
      throw new StorageRefusal("InvalidXmlNodeValue", { XmlNodeName: name, XmlNodeValue: text });
  const text = (name: string) => child(info, name)?.text.trim() ?? "";
  const expiry = Date.parse(text("Expiry"));
  const start = text("Start") === "" ? call.now : Date.parse(text("Start"));
  const bad = (name: string) =>
    new StorageRefusal("InvalidXmlNodeValue", { XmlNodeName: name, XmlNodeValue: text(name) });
  if (Number.isNaN(start)) throw bad("Start");
  if (!(expiry > Math.max(start, call.now)) || expiry > call.now + 7 * dayMs + 60_000) throw bad("Expiry");
  const fields = {
    objectId: grant.objectId,
    tenantId: grant.tenantId,
    start: inSeconds(start),
    expiry: inSeconds(expiry),
    service: "b",
    version: call.version,
  };
  return xmlAnswer(
    200,
    tag(
      "UserDelegationKey",
      [
        textTag("SignedOid", fields.objectId),
        textTag("SignedTid", fields.tenantId),
        textTag("SignedStart", fields.start),
        textTag("SignedExpiry", fields.expiry),
        textTag("SignedService", fields.service),
        textTag("SignedVersion", fields.version),
        textTag("Value", delegationKey(deps.delegationSecret(call.account), fields)),
      ].join(""),
    ),
  );
}

const inSeconds = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

const of = { level: "account", sasType: "s" } as const;
const info = {
  name: "Get Account Information",
  restype: "account",
  comp: "properties",
  sas: "r",
  sasType: "s",
  serviceSas: true,
  roles: readService,
  run: information,
} as const;

/** What is done at the level of an account. */
export const accountOperations: readonly BlobOperation[] = [
  {
    ...of,
    name: "List Containers",
    method: "GET",
    comp: "list",
    query: ["prefix", "marker", "maxresults", "include"],
    sas: "l",
    roles: readContainers,
    run: list,
  },
  {
    ...of,
    name: "Get Blob Service Properties",
    method: "GET",
    restype: "service",
    comp: "properties",
    sas: "r",
    roles: readService,
    run: getProperties,
  },
  {
    ...of,
    name: "Set Blob Service Properties",
    method: "PUT",
    restype: "service",
    comp: "properties",
    sas: "w",
    roles: writeService,
    run: setProperties,
  },
  {
    ...of,
    name: "Get User Delegation Key",
    method: "POST",
    restype: "service",
    comp: "userdelegationkey",
    roles: makeDelegationKeys,
    run: userDelegationKey,
  },
  ...(["account", "container", "blob"] as const).flatMap((level) =>
    (["GET", "HEAD"] as const).map((method): BlobOperation => ({ ...info, level, method })),
  ),
];
