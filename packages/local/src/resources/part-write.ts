import { checkLinked, placesOfPart } from "../access/linked.ts";
import { copy, type Doc, isDoc, record, text, type Value } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { Refusal } from "../documents/refusal.ts";
import { parseId, type ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { Actor } from "./actor.ts";
import { refuseIfBusy } from "./busy.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { refuseIfLocked } from "./locks.ts";
import { partNamed, partsOf } from "./lookup.ts";
import { policed } from "./policies.ts";
import { type Conditions, checkConditions, noConditions } from "./preconditions.ts";
import { applyPut } from "./put.ts";
import { checkGroup, resourceNotFound } from "./scope.ts";
import { subjectOf } from "./subject.ts";
import type { PartRow } from "./type-facts.ts";

/** A write to a part: `body` puts it, undefined takes it out. */
export interface PartRequest {
  actor: Actor;
  /** Type of the resource that the part belongs to. */
  type: TypeRow;
  part: PartRow;
  /** Id of the part. */
  id: ResourceId;
  apiVersion: string;
  body: Doc | undefined;
  conditions: Conditions;
  deployment: boolean;
}

export interface PartWritten {
  /** The resource, with the part in it or out of it. */
  row: Row;
  operation: Operation | undefined;
  existed: boolean;
}

/** ARM's answer for a resource whose part was asked for. */
export const ownerAbsent = (id: ResourceId): Refusal => {
  const owner = parseId(id.id.split("/").slice(0, -2).join("/"));
  const group = id.scope.split("/")[4] ?? "";
  return owner === undefined
    ? resourceNotFound(id.type, id.names.join("/"), group)
    : resourceNotFound(owner.type, owner.names.join("/"), group);
};

const withoutNulls = (value: Value): Value => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isDoc(value)) return value;
  const made: Doc = {};
  for (const [name, item] of Object.entries(value)) if (item !== null) made[name] = withoutNulls(item);
  return made;
};

function readPart({ type, part, id, apiVersion }: PartRequest, body: Doc): Doc {
  const result = type.checker.check(part.model, body, true, type.lacking?.(apiVersion));
  if (!result.ok)
    throw new Refusal(400, "InvalidRequestFormat", "Cannot parse the request.", { details: result.findings });
  const name = text(body["name"]);
  if (name !== "" && name.toLowerCase() !== id.name.toLowerCase())
    throw new Refusal(
      400,
      "InvalidRequestFormat",
      `The name '${name}' in the request body does not match the name '${id.name}' in the request URL.`,
    );
  return withoutNulls(result.value) as Doc;
}

/**
 * Puts a part into its resource, or takes it out, and writes the resource: that is what a write to a part comes to.
 * Undefined when what is to be taken out is not there. Runs inside a transaction.
 */
export function writePart(engine: Engine, request: PartRequest): PartWritten | undefined {
  const { type, part, id, actor } = request;
  const asked = request.body === undefined ? undefined : readPart(request, request.body);
  const given = asked === undefined ? undefined : policed(engine, subjectOf(id, `${type.type}/${part.segment}`, asked));
  const places = placesOfPart(type, part.member);
  if (given !== undefined)
    checkLinked(engine.access, { who: actor, type: `${type.type}/${part.segment}`, id: id.id, body: given, places });
  checkGroup(engine, id, true);
  const row = engine.rows.get(id.key.split("/").slice(0, -2).join("/"));
  if (row === undefined) {
    if (given === undefined) return undefined;
    throw ownerAbsent(id);
  }
  const before = partNamed(row.body, part, id.name);
  if (given === undefined && before === undefined) return undefined;
  refuseIfLocked(engine, id.key, given === undefined ? "delete" : "write", id.id);
  checkConditions(request.conditions, before === undefined ? undefined : row.etag);
  refuseIfBusy(engine, type, row);
  const ownerId = parseId(row.id);
  if (ownerId === undefined) throw ownerAbsent(id);
  const doc = copy(row.body);
  const properties = record(doc["properties"]);
  const list = partsOf(doc, part);
  const isThis = (one: Doc): boolean => text(one["name"]).toLowerCase() === id.name.toLowerCase();
  if (given === undefined) properties[part.member] = list.filter((one) => !isThis(one));
  else {
    const made: Doc = { ...given, name: id.name };
    delete made["id"];
    if (before !== undefined) type.checker.keep(part.model, made, before, type.lacking?.(request.apiVersion));
    part.take?.(made, before, row);
    properties[part.member] = before === undefined ? [...list, made] : list.map((one) => (isThis(one) ? made : one));
  }
  doc["properties"] = properties;
  const written = applyPut(
    engine,
    {
      actor,
      type,
      id: ownerId,
      apiVersion: request.apiVersion,
      body: doc,
      conditions: noConditions,
      deployment: request.deployment,
      label: `${given === undefined ? "Delete" : "Put"}${part.label}Operation`,
      atOnce: part.atOnce === true && given !== undefined,
    },
    row,
    actor,
  );
  return { row: written.row, operation: written.operation, existed: before !== undefined };
}
