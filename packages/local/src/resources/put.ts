import { checkLinked, placesOf } from "../access/linked.ts";
import { copy, type Doc, fillDefaults, setAt, unseen, valueAt } from "../documents/document.ts";
import type { Operation } from "../documents/operations.ts";
import { type Detail, detailToDoc, Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { Actor } from "./actor.ts";
import { checkBody, checkEnvelope } from "./body.ts";
import { refuseIfBusy } from "./busy.ts";
import type { Change, Engine, TypeRow } from "./contract.ts";
import { etagOf } from "./etags.ts";
import { refuseIfLocked } from "./locks.ts";
import { manners } from "./manners.ts";
import { completeParts, refuseUsedParts } from "./parts.ts";
import { policed } from "./policies.ts";
import { type Conditions, checkConditions } from "./preconditions.ts";
import { checkReferences, store } from "./references.ts";
import { checkScope } from "./scope.ts";
import { subjectOf } from "./subject.ts";
import { duration } from "./timing.ts";
import type { Range } from "./type-facts.ts";

export interface PutRequest {
  actor: Actor;
  type: TypeRow;
  id: ResourceId;
  apiVersion: string;
  body: Doc;
  conditions: Conditions;
  deployment: boolean;
  /** As the operation is named when it is a part that was written: `PutSubnetOperation`. */
  label?: string;
  /** Whether the provider does it at once, where it otherwise takes its time: tags, approvals. */
  atOnce?: boolean;
}

export interface Written {
  created: boolean;
  row: Row;
  operation: Operation | undefined;
}

/** A PUT, all of it: checks, completion, the stored resource and its operation. Runs inside a transaction; refuses by throwing. */
export function putResource(engine: Engine, request: PutRequest): Written {
  const { type, id, actor } = request;
  if (!type.namePattern.test(id.name)) throw invalidName(type, id.name);
  checkScope(engine, type, id);
  refuseIfLocked(engine, id.key, "write");
  const before = engine.rows.get(id.key);
  const { apiVersion } = request;
  const asked = checkBody(type, request.body, apiVersion);
  const changed = policed(engine, subjectOf(id, type.type, asked));
  const checked = changed === asked ? asked : checkBody(type, changed, apiVersion);
  checkLinked(engine.access, { who: actor, type: type.type, id: id.id, body: checked, places: placesOf(type) });
  if (before !== undefined) type.checker.keep(type.model, checked, before.body, type.lacking?.(apiVersion));
  checkEnvelope(type, id, request.body);
  checkConditions(request.conditions, before?.etag);
  refuseIfBusy(engine, type, before);
  return applyPut(engine, { ...request, body: checked }, before, actor);
}

/** The second half of a PUT, for a body that has been read: also what a PATCH and a write to a part come to. */
export function applyPut(engine: Engine, request: PutRequest, before: Row | undefined, actor: Actor): Written {
  const { type, id } = request;
  const now = engine.clock.now();
  const doc = copy(request.body);
  for (const path of type.own) {
    const kept = before === undefined ? undefined : valueAt(before.body, path);
    if (kept !== undefined) setAt(doc, path, copy(kept));
  }
  const kept = before?.body[unseen];
  if (kept !== undefined) doc[unseen] = copy(kept);
  fillDefaults(doc, type.defaults);
  const location = placeOf(engine, type, id, doc, before);
  const change: Change = {
    engine,
    type,
    id,
    apiVersion: request.apiVersion,
    actor,
    deployment: request.deployment,
    before,
    doc,
    keptId: before?.id ?? canonicalId(type, id),
    location,
    now,
  };
  if (type.located) doc["location"] = location;
  completeParts(change);
  checkReferences(change);
  for (const rule of type.rules) rule.apply(change);
  refuseUsedParts(change);
  const slow = manners[type.manner].put;
  const works = slow !== undefined && (slow.takesTime === "always" || before === undefined) && request.atOnce !== true;
  const row: Row = {
    key: id.key,
    id: change.keptId,
    type: type.type.toLowerCase(),
    name: before?.name ?? id.name,
    owner: ownerKey(type, id),
    group: id.group,
    subscription: id.subscription,
    location,
    etag: etagOf(engine, type),
    state: works ? (before === undefined ? slow.states.created : slow.states.updated) : "Succeeded",
    body: doc,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
  };
  store(engine, row);
  for (const effect of type.effects) effect.apply(change);
  const operation = works
    ? begin(engine, {
        kind: "put",
        row,
        label: request.label ?? `Put${type.label}Operation`,
        actor,
        type,
        ...(change.failure === undefined ? {} : { failure: change.failure }),
      })
    : undefined;
  const created = before === undefined && type.builtIn?.get(id, engine) === undefined;
  return { created, row: engine.rows.get(row.key) ?? row, operation };
}

/** Writes down that something goes on until its time has come. */
export function begin(
  engine: Engine,
  {
    kind,
    row,
    label,
    actor,
    type,
    action,
    failure,
  }: {
    kind: "put" | "delete" | "action";
    row: Row;
    label: string;
    actor: Actor;
    type: TypeRow;
    /** Of an action: how long it takes, and what its end must know. */
    action?: { takes: Range; notes: Doc };
    /** How it fails when its time has come. */
    failure?: Detail;
  },
): Operation {
  const now = engine.clock.now();
  const range = (kind === "action" ? action?.takes : type.takes?.[kind]) ?? [0, 0];
  const operation: Operation = {
    id: engine.random.uuid(),
    kind,
    target: row.key,
    label,
    subscription: row.subscription,
    tenant: actor.tenantId,
    state: "InProgress",
    startedAt: now,
    dueAt: now + duration(engine, range),
    notes: {
      id: row.id,
      location: row.location,
      manner: type.manner,
      ...(failure === undefined ? {} : { failure: detailToDoc(failure) }),
      ...action?.notes,
    },
  };
  engine.operations.put(operation);
  return operation;
}

/** An id with Azure's own casing in all that is not a name: names keep the caller's (ARM-URI-03). */
export function canonicalId(type: TypeRow, id: ResourceId): string {
  const [namespace, ...types] = type.type.split("/");
  const path = types.flatMap((one, index) => [one, id.names[index] ?? ""]);
  return [canonicalScope(id.scope), "providers", namespace, ...path].join("/");
}

/** A scope with Azure's own casing of its fixed segments. */
export const canonicalScope = (scope: string): string =>
  scope
    .replace(/^\/subscriptions\//i, "/subscriptions/")
    .replace(/^(\/subscriptions\/[^/]+)\/resourcegroups\//i, "$1/resourceGroups/")
    .replaceAll(/\/providers\//gi, "/providers/");

const ownerKey = (type: TypeRow, id: ResourceId): string => {
  if (type.place === "child") return id.key.split("/").slice(0, -2).join("/");
  return id.scopeKey;
};

/** A location as Azure keeps it: `East US` is `eastus`. */
export const normalLocation = (location: string): string => location.replaceAll(" ", "").toLowerCase();

/** Refuses a region that the emulated Azure does not have. */
export function checkLocation(engine: Engine, type: string, location: string): void {
  const { locations } = engine;
  if (locations === undefined || locations.some((one) => normalLocation(one) === location)) return;
  const group = type === "Microsoft.Resources/resourceGroups";
  throw new Refusal(
    400,
    group ? "LocationNotAvailableForResourceGroup" : "LocationNotAvailableForResourceType",
    `The provided location '${location}' is not available for ${group ? "resource group" : `resource type '${type}'`}. List of available regions is '${locations.join(",")}'.`,
  );
}

function placeOf(engine: Engine, type: TypeRow, id: ResourceId, doc: Doc, before: Row | undefined): string {
  if (!type.located) return before?.location ?? "";
  const given = doc["location"];
  if (typeof given !== "string" || given.trim() === "")
    throw new Refusal(400, "LocationRequired", "The location property is required for this definition.");
  const location = normalLocation(given);
  if (type.global) {
    if (location === "global") return location;
    throw new Refusal(
      400,
      "LocationNotAvailableForResourceType",
      `The provided location '${given}' is not available for resource type '${type.type}'. List of available regions for the resource type is 'global'.`,
    );
  }
  if (before === undefined) checkLocation(engine, type.type, location);
  if (before !== undefined && before.location !== location)
    throw new Refusal(
      409,
      "InvalidResourceLocation",
      `The resource '${id.name}' already exists in location '${before.location}' in resource group '${id.group.split("/").at(-1)}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    );
  return location;
}

const invalidName = ({ type, namePattern, nameProblem }: TypeRow, name: string): Refusal =>
  nameProblem === undefined
    ? new Refusal(
        400,
        "InvalidResourceName",
        `Resource name ${name} is invalid for the type ${type}. It must match ${String(namePattern)}.`,
      )
    : new Refusal(400, nameProblem.code, nameProblem.told(name));
