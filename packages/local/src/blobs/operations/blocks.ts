import type { WallResponse } from "../../wall/wall.ts";
import { done, encrypted, tagHeaders, xmlAnswer } from "../answers.ts";
import type { BlobCall, BlobDeps, BlobOperation, Grant } from "../call.ts";
import { checkBody } from "../checksums.ts";
import { checkConditions } from "../conditions.ts";
import { readContentProperties } from "../content-properties.ts";
import { badQuery, StorageRefusal } from "../failures.ts";
import { checkLease } from "../leases.ts";
import { readMetadata } from "../metadata.ts";
import { anyBlob, committed, containerOf, freshEtag, snapshotOf } from "../places.ts";
import { readRange } from "../ranges.ts";
import { header } from "../request.ts";
import type { BlobRecord, Piece } from "../store/record.ts";
import { readTier } from "../tiers.ts";
import { escapeXml, readXml, tag } from "../xml.ts";
import { createBlobs, readBlobs, writeBlobs } from "./rights.ts";
import { replaceBlob } from "./write-blob.ts";

const mostBlocks = 50_000;
const mostStaged = 100_000;
const longestId = 64;

/** The id of a block, base64. @throws StorageRefusal */
function blockId({ query }: BlobCall): string {
  const id = query.get("blockid");
  if (id === undefined || id === "")
    throw new StorageRefusal("MissingRequiredQueryParameter", { QueryParameterName: "blockid" });
  if (!isBase64(id)) throw new StorageRefusal("InvalidBlockId");
  if (Buffer.from(id, "base64").byteLength > longestId) throw badQuery("blockid", id, "It has more than 64 bytes.");
  return id;
}

const isBase64 = (text: string): boolean =>
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);

/** Keeps a block; where there was no blob yet, one that has only blocks. Runs inside a transaction. */
function stage(call: BlobCall, deps: BlobDeps, piece: Piece): void {
  const container = containerOf(call, deps);
  const former = anyBlob(call, container, deps);
  if (former !== undefined && former.kind !== "BlockBlob") throw new StorageRefusal("InvalidBlobType");
  checkLease(call, committed(former)?.lease, "blob", "write");
  const staged = deps.store.staged(container.instance, call.blob);
  if (staged.length >= mostStaged) throw new StorageRefusal("BlockCountExceedsLimit");
  const other = staged[0];
  if (other !== undefined && Buffer.from(other.id, "base64").byteLength !== Buffer.from(piece.id, "base64").byteLength)
    throw new StorageRefusal("InvalidBlobOrBlock");
  if (former === undefined)
    deps.store.put({
      container: container.instance,
      name: call.blob,
      snapshot: "",
      kind: "BlockBlob",
      size: 0,
      etag: freshEtag(deps.random),
      createdAt: call.now,
      changedAt: call.now,
      properties: { contentType: "application/octet-stream" },
      metadata: {},
      uncommitted: true,
    });
  deps.store.stage(container.instance, call.blob, piece);
}

async function putBlock(call: BlobCall, deps: BlobDeps): Promise<WallResponse> {
  const id = blockId(call);
  containerOf(call, deps);
  const { body } = call.request;
  if (body.byteLength === 0)
    throw new StorageRefusal("InvalidHeaderValue", { HeaderName: "content-length", HeaderValue: "0" });
  const checked = checkBody(call);
  await deps.store.contents.with(body, (content) => stage(call, deps, { id, content, size: body.byteLength }));
  return done(201, { ...checked.headers, ...encrypted });
}

async function putBlockFromUrl(call: BlobCall, deps: BlobDeps, grant: Grant): Promise<WallResponse> {
  const id = blockId(call);
  const { record, pieces } = deps.sourceOf(header(call, "x-ms-copy-source") ?? "", call, grant);
  const wanted = header(call, "x-ms-source-range");
  const range = wanted === undefined ? undefined : readRange(withRange(call, wanted), record.size);
  const { offset, length } = range ?? { offset: 0, length: record.size };
  const bytes = deps.store.contents.read(pieces, offset, length);
  await deps.store.contents.with(bytes, (content) => stage(call, deps, { id, content, size: length }));
  return done(201, encrypted);
}

const withRange = (call: BlobCall, range: string): BlobCall => ({
  ...call,
  request: { ...call.request, headers: { "x-ms-range": range } },
});

const kinds = ["Latest", "Committed", "Uncommitted"];

/** Where each listed block is looked for: `Latest` first among those that were sent, then in the blob. */
function choose(call: BlobCall, committedPieces: readonly Piece[], staged: readonly Piece[]): Piece[] {
  const list = readXml(call.request.body);
  if (list === undefined || list.name !== "BlockList") throw new StorageRefusal("InvalidXmlDocument");
  if (list.children.length > mostBlocks) throw new StorageRefusal("BlockListTooLong");
  const sent = new Map(staged.map((one) => [one.id, one]));
  const had = new Map(committedPieces.filter((one) => one.id !== "").map((one) => [one.id, one]));
  return list.children.map(({ name, text }) => {
    if (!kinds.includes(name)) throw new StorageRefusal("InvalidXmlDocument");
    const id = text.trim();
    if (id === "" || !isBase64(id)) throw new StorageRefusal("InvalidBlockId");
    const piece =
      name === "Committed" ? had.get(id) : name === "Uncommitted" ? sent.get(id) : (sent.get(id) ?? had.get(id));
    if (piece === undefined) throw new StorageRefusal("InvalidBlockList");
    return piece;
  });
}

function putBlockList(call: BlobCall, deps: BlobDeps, grant: Grant): WallResponse {
  const { store } = deps;
  const checked = checkBody(call);
  const record = store.transaction((): BlobRecord => {
    const container = containerOf(call, deps);
    const former = anyBlob(call, container, deps);
    if (former !== undefined && former.kind !== "BlockBlob") throw new StorageRefusal("InvalidBlobType");
    const had = former === undefined ? [] : store.pieces(former);
    const pieces = choose(call, had, store.staged(container.instance, call.blob));
    const tier = readTier(call);
    const made = {
      kind: "BlockBlob",
      size: pieces.reduce((sum, one) => sum + one.size, 0),
      properties: readContentProperties(call, false),
      metadata: readMetadata(call),
      ...(tier === undefined ? {} : { tier }),
    } as const;
    return replaceBlob(call, deps, grant, made, pieces);
  });
  return done(201, { ...tagHeaders(record), ...checked.headers, ...encrypted });
}

function getBlockList(call: BlobCall, deps: BlobDeps): WallResponse {
  const container = containerOf(call, deps);
  const snapshot = snapshotOf(call);
  const record = deps.store.get({ container: container.instance, name: call.blob, snapshot });
  if (record === undefined) throw new StorageRefusal("BlobNotFound");
  if (record.kind !== "BlockBlob") throw new StorageRefusal("InvalidBlobType");
  const which = (call.query.get("blocklisttype") ?? "committed").toLowerCase();
  if (!["committed", "uncommitted", "all"].includes(which)) throw badQuery("blocklisttype", which);
  checkConditions(call.request.headers, committed(record), "read");
  checkLease(call, record.lease, "blob", "read");
  const blocks = (pieces: readonly Piece[]) =>
    pieces.map(({ id, size }) => `<Block><Name>${escapeXml(id)}</Name><Size>${size}</Size></Block>`).join("");
  const had = deps.store.pieces(record).filter((one) => one.id !== "");
  const sent = snapshot === "" ? deps.store.staged(container.instance, call.blob) : [];
  return xmlAnswer(
    200,
    tag(
      "BlockList",
      (which === "uncommitted" ? "" : tag("CommittedBlocks", blocks(had))) +
        (which === "committed" ? "" : tag("UncommittedBlocks", blocks(sent))),
    ),
    {
      ...(record.uncommitted === true ? {} : tagHeaders(record)),
      "x-ms-blob-content-length": String(record.size),
    },
  );
}

const isCopy = (call: BlobCall): boolean => header(call, "x-ms-copy-source") !== undefined;
const writes = { level: "blob", method: "PUT", sasType: "o", serviceSas: true } as const;

/** Blobs in blocks. */
export const blockOperations: readonly BlobOperation[] = [
  {
    ...writes,
    name: "Put Block",
    comp: "block",
    query: ["blockid"],
    sas: "w",
    roles: writeBlobs,
    when: (call) => !isCopy(call),
    run: putBlock,
  },
  {
    ...writes,
    name: "Put Block From URL",
    comp: "block",
    query: ["blockid"],
    sas: "w",
    roles: writeBlobs,
    when: isCopy,
    run: putBlockFromUrl,
  },
  { ...writes, name: "Put Block List", comp: "blocklist", sas: "cw", roles: createBlobs, run: putBlockList },
  {
    name: "Get Block List",
    level: "blob",
    method: "GET",
    comp: "blocklist",
    query: ["blocklisttype", "snapshot"],
    sas: "r",
    sasType: "o",
    serviceSas: true,
    roles: readBlobs,
    open: "blob",
    run: getBlockList,
  },
];
