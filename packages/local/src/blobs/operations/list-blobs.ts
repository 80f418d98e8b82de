import type { WallResponse } from "../../wall/wall.ts";
import { httpDate, xmlAnswer } from "../answers.ts";
import type { BlobCall, BlobDeps } from "../call.ts";
import { badQuery } from "../failures.ts";
import { leaseHeaders } from "../leases.ts";
import { containerOf } from "../places.ts";
import { queryNumber } from "../request.ts";
import { lastOfAll } from "../store/blob-store.ts";
import type { BlobRecord } from "../store/record.ts";
import { tierOf } from "../tiers.ts";
import { escapeXml, tag, textTag } from "../xml.ts";
import { markFrom, markText } from "./marks.ts";

const most = 5_000;
/** Of what `include` may name, this is shown; of the others nothing exists here. */
const known = ["snapshots", "metadata", "uncommittedblobs", "copy"];
const empty = ["deleted", "tags", "versions", "deletedwithversions", "immutabilitypolicy", "legalhold", "permissions"];

/** What a list is to show besides. @throws StorageRefusal naming what it cannot. */
export function readIncludes(call: BlobCall, names: readonly string[]): ReadonlySet<string> {
  const text = call.query.get("include") ?? "";
  const asked = text
    .split(",")
    .filter((one) => one !== "")
    .map((one) => one.toLowerCase());
  for (const one of asked) if (!names.includes(one)) throw badQuery("include", text);
  return new Set(asked);
}

type Entry = { record: BlobRecord } | { prefix: string };

/** One page of a container's blobs, with `delimiter` as folders. */
export function listBlobs(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  const includes = readIncludes(call, [...known, ...empty]);
  const size = queryNumber(call, "maxresults", 1, Number.MAX_SAFE_INTEGER);
  const limit = Math.min(size ?? most, most);
  const prefix = call.query.get("prefix") ?? "";
  const delimiter = call.query.get("delimiter") ?? "";
  const marker = call.query.get("marker") ?? "";
  const [name = "", snapshot = ""] = marker === "" ? [] : markFrom(marker, 2);
  const entries: Entry[] = [];
  let after = { name, snapshot };
  let next: { name: string; snapshot: string } | undefined;
  reading: for (;;) {
    const page = deps.store.list(container.instance, prefix, after, limit + 1);
    for (const record of page) {
      if (!isShown(record, includes)) {
        after = placeOf(record);
        continue;
      }
      if (entries.length === limit) {
        next = after;
        break reading;
      }
      const cut = delimiter === "" ? -1 : record.name.indexOf(delimiter, prefix.length);
      if (cut < 0) {
        entries.push({ record });
        after = placeOf(record);
        continue;
      }
      const folder = record.name.slice(0, cut + delimiter.length);
      entries.push({ prefix: folder });
      after = { name: `${folder}${lastOfAll}`, snapshot: "~" };
      continue reading;
    }
    if (page.length <= limit) break;
  }
  return xmlAnswer(
    200,
    `<EnumerationResults ServiceEndpoint="${escapeXml(`${call.request.url.origin}/`)}" ContainerName="${escapeXml(container.name)}">${[
      textTag("Prefix", call.query.get("prefix")),
      textTag("Marker", call.query.get("marker")),
      textTag("MaxResults", size),
      textTag("Delimiter", call.query.get("delimiter")),
      tag(
        "Blobs",
        entries.map((one) => ("prefix" in one ? folder(one.prefix) : blob(one.record, includes, call.now))).join(""),
      ),
      tag("NextMarker", next === undefined ? "" : markText([next.name, next.snapshot])),
    ].join("")}</EnumerationResults>`,
  );
}

const placeOf = ({ name, snapshot }: BlobRecord) => ({ name, snapshot: snapshot === "" ? "~" : snapshot });

const isShown = (record: BlobRecord, includes: ReadonlySet<string>): boolean =>
  (record.snapshot === "" || includes.has("snapshots")) &&
  (record.uncommitted !== true || includes.has("uncommittedblobs"));

// Characters that no XML may have make a name that is written percent-encoded.
const hasOdd = (name: string): boolean =>
  name.split("").some((one) => {
    const code = one.charCodeAt(0);
    return code >= 0xfffe || (code < 0x20 && !["\t", "\n", "\r"].includes(one));
  });
const nameTag = (name: string): string =>
  hasOdd(name) ? `<Name Encoded="true">${encodeURIComponent(name)}</Name>` : textTag("Name", name);

const folder = (prefix: string): string => tag("BlobPrefix", nameTag(prefix));

function blob(record: BlobRecord, includes: ReadonlySet<string>, now: number): string {
  const { properties, lease, copy, metadata, snapshot, kind } = record;
  const tier = tierOf(record);
  const shownLease = leaseHeaders(lease, now);
  const inner = [
    textTag("Creation-Time", httpDate(record.createdAt)),
    textTag("Last-Modified", httpDate(record.changedAt)),
    textTag("Etag", record.etag.replaceAll('"', "")),
    textTag("Content-Length", record.size),
    textTag("Content-Type", properties.contentType),
    `<Content-Encoding>${escapeXml(properties.contentEncoding ?? "")}</Content-Encoding>`,
    `<Content-Language>${escapeXml(properties.contentLanguage ?? "")}</Content-Language>`,
    "<Content-CRC64 />",
    `<Content-MD5>${escapeXml(properties.contentMd5 ?? "")}</Content-MD5>`,
    `<Cache-Control>${escapeXml(properties.cacheControl ?? "")}</Cache-Control>`,
    `<Content-Disposition>${escapeXml(properties.contentDisposition ?? "")}</Content-Disposition>`,
    textTag("BlobType", kind),
    textTag("AccessTier", tier?.name),
    textTag("AccessTierInferred", tier?.inferred === true ? true : undefined),
    ...(snapshot === ""
      ? [
          textTag("LeaseStatus", shownLease["x-ms-lease-status"]),
          textTag("LeaseState", shownLease["x-ms-lease-state"]),
          textTag("LeaseDuration", shownLease["x-ms-lease-duration"]),
        ]
      : []),
    ...(copy === undefined || !includes.has("copy")
      ? []
      : [
          textTag("CopyId", copy.id),
          textTag("CopySource", copy.source),
          textTag("CopyStatus", "success"),
          textTag("CopyProgress", `${copy.size}/${copy.size}`),
          textTag("CopyCompletionTime", httpDate(copy.completedAt)),
        ]),
    textTag("ServerEncrypted", true),
  ].join("");
  return tag(
    "Blob",
    [
      nameTag(record.name),
      snapshot === "" ? "" : textTag("Snapshot", snapshot),
      tag("Properties", inner),
      includes.has("metadata") ? metadataTag(metadata) : "",
      "<OrMetadata />",
    ].join(""),
  );
}

/** Metadata as lists show it. */
export const metadataTag = (metadata: Readonly<Record<string, string>>): string =>
  tag(
    "Metadata",
    Object.entries(metadata)
      .map(([name, value]) => textTag(name, value))
      .join(""),
  );
