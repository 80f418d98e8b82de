import { type Doc, type Found, find, isDoc, text } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId } from "../documents/resource-id.ts";
import type { Lease, Link, Row } from "../documents/rows.ts";
import type { Change, Engine } from "./contract.ts";
import { freshEtag } from "./etags.ts";
import { locate, partNamed } from "./lookup.ts";
import { retryAfter } from "./timing.ts";
import type { Reference } from "./type-facts.ts";

const unreadable = (code: string, message: string): Refusal =>
  new Refusal(400, "InvalidRequestFormat", "Cannot parse the request.", { details: [{ code, message }] });

/** The id that stands at a place, whether as text or as an object's `id`. */
const idAt = (found: Found): string => (isDoc(found.value) ? text(found.value["id"]) : text(found.value));

const holderId = (found: Found, id: string): string => text(found.element?.["id"]) || id;

/** Leaves of what a reference holds nothing but its id: the rest of an inlined object is no part of this resource. */
function reduce(found: Found, id: string): void {
  if (!isDoc(found.value)) return;
  for (const name of Object.keys(found.value)) delete found.value[name];
  found.value["id"] = id;
}

function check(change: Change, reference: Reference, found: Found): void {
  const { engine, keptId, doc } = change;
  const id = idAt(found);
  if (id === "") throw unreadable("MissingJsonReferenceId", `Value for reference id is missing. Path ${found.where}.`);
  const parsed = parseId(id);
  const wanted = reference.to.slice(reference.to.indexOf("/") + 1);
  if (parsed === undefined || parsed.typeKey !== reference.to)
    throw unreadable(
      "InvalidJsonReferenceFormat",
      `Reference Id ${id} is not formatted correctly. The Id is expected to reference resources of type ${wanted}. Path ${found.where}.`,
    );
  if (!reference.whole) reduce(found, id);
  const holder = holderId(found, keptId);
  const missing = () =>
    new Refusal(
      400,
      "InvalidResourceReference",
      `Resource ${id} referenced by resource ${holder} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    );
  if (parsed.key.startsWith(`${keptId.toLowerCase()}/`)) {
    const segment = parsed.types.at(-1)?.toLowerCase();
    const part = change.type.parts.find((one) => one.segment.toLowerCase() === segment);
    if (part === undefined || partNamed(doc, part, parsed.name) === undefined) throw missing();
    return;
  }
  const target = locate(engine, id);
  if (target === undefined || target.row.state === "Deleting") throw missing();
  if (reference.sameRegion && target.row.location !== change.location) throw missing();
  if (target.row.state === "Succeeded" || target.row.state === "Failed" || target.row.state === "Canceled") return;
  const operation = engine.operations.running(target.row.key);
  const label = operation?.label ?? `Put${target.type.label}Operation`;
  throw new Refusal(429, "RetryableError", "A retryable error occurred.", {
    headers: retryAfter(engine),
    details: [
      {
        code: "ReferencedResourceNotProvisioned",
        message: `Cannot proceed with operation because resource ${id} used by resource ${keptId} is not in Succeeded state. Resource is in ${target.row.state} state and the last operation that updated/is updating the resource is ${label}.`,
      },
    ],
  });
}

/** Checks all that a document names: well formed, there, in the same region where that matters, and provisioned. */
export function checkReferences(change: Change): void {
  for (const reference of change.type.references)
    if (!reference.own) for (const found of find(change.doc, reference.at)) check(change, reference, found);
}

const linksOf = (engine: Engine, row: Row): Link[] => {
  const references = engine.table.row(row.type)?.references ?? [];
  const links = new Map<string, Link>();
  references.forEach((reference, index) => {
    for (const found of find(row.body, reference.at)) {
      const target = idAt(found).toLowerCase();
      const holder = holderId(found, row.id);
      if (target !== "")
        links.set(`${index} ${holder} ${target}`, { source: row.key, reference: index, holder, target });
    }
  });
  return [...links.values()];
};

const leasesOf = (engine: Engine, row: Row): Lease[] => {
  const leases: Lease[] = [];
  for (const holder of engine.table.row(row.type)?.addresses ?? [])
    for (const found of find(row.body, holder.at)) {
      const place = found.value as Doc;
      const address = text(place["privateIPAddress"]);
      const subnet = isDoc(place["subnet"]) ? text(place["subnet"]["id"]).toLowerCase() : "";
      if (address !== "" && subnet !== "")
        leases.push({ subnet, address, source: row.key, holder: holderId(found, row.id) });
    }
  return leases;
};

/** The key of the resource that an id, of a resource or a part, belongs to; undefined when it is not here. */
const ownerOf = (engine: Engine, key: string): string | undefined => {
  if (engine.rows.has(key)) return key;
  const owner = key.split("/").slice(0, -2).join("/");
  return engine.rows.has(owner) ? owner : undefined;
};

/** Writes a resource with what it names and the addresses it takes; what is named gets a new etag, since its back references changed (ARM-ETG-04). */
export function store(engine: Engine, row: Row): void {
  engine.rows.put(row);
  engine.rows.setLeases(row.key, leasesOf(engine, row));
  touch(engine, row.key, engine.rows.setLinks(row.key, linksOf(engine, row)));
}

/** Gives the owners of these targets a new etag. */
function touch(engine: Engine, source: string, targets: readonly string[]): void {
  const owners = new Set<string>();
  for (const target of targets) {
    const owner = ownerOf(engine, target);
    if (owner !== undefined && owner !== source) owners.add(owner);
  }
  for (const owner of owners) engine.rows.setEtag(owner, freshEtag(engine));
}

/** Removes a resource with all it named and took. */
export function erase(engine: Engine, row: Row): void {
  const targets = engine.rows.linksFrom(row.key).map((link) => link.target);
  engine.rows.remove(row.key);
  touch(engine, row.key, targets);
}
