import { copy, type Doc, isDoc, record, text } from "../../documents/document.ts";
import { detailFromDoc, Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Actor } from "../../resources/actor.ts";
import { checkTags } from "../../resources/body.ts";
import type { Engine } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { callFor, parse } from "../../resources/group-delete.ts";
import { groupType } from "../../resources/groups.ts";
import { refuseIfLocked } from "../../resources/locks.ts";
import { locate } from "../../resources/lookup.ts";
import { policed } from "../../resources/policies.ts";
import { noConditions } from "../../resources/preconditions.ts";
import { applyPut } from "../../resources/put.ts";
import { groupNotFound, resourceNotFound } from "../../resources/scope.ts";
import { groupSubject, subjectOf } from "../../resources/subject.ts";

/** The tags of one scope: what they are, and how they are replaced. */
export interface TagHolder {
  /** As it is kept. */
  id: string;
  tags: Doc;
  /** Inside a transaction, unless what is tagged is another provider's. */
  set(tags: Doc): void | Promise<void>;
}

function ofSubscription(engine: Engine, id: string): TagHolder {
  const place = `subscription-tags ${id.toLowerCase()}`;
  return {
    id: `/subscriptions/${id.split("/")[2]?.toLowerCase() ?? ""}`,
    tags: JSON.parse(engine.rows.value(place) ?? "{}") as Doc,
    set: (tags) => engine.rows.setValue(place, JSON.stringify(tags)),
  };
}

function ofGroup(engine: Engine, id: string): TagHolder {
  const row = engine.rows.get(id.toLowerCase());
  if (row?.type !== groupType) throw groupNotFound(id.split("/")[4] ?? "");
  return {
    id: row.id,
    tags: record(row.body["tags"]),
    set: (tags) => {
      refuseIfLocked(engine, row.key, "write", row.id);
      const body = policed(engine, groupSubject(row.id, row.name, { ...copy(row.body), tags }));
      engine.rows.put({ ...row, body, etag: freshEtag(engine), changedAt: engine.clock.now() });
    },
  };
}

function ofResource(engine: Engine, id: string, actor: Actor): TagHolder {
  const parsed = parseId(id);
  const found = locate(engine, id);
  if (parsed === undefined || found === undefined)
    throw resourceNotFound(parsed?.type ?? "", parsed?.names.join("/") ?? "", id.split("/")[4] ?? "");
  const { row, type } = found;
  if (found.part !== undefined || !type.tracked)
    throw new Refusal(400, "ResourceTypeNotSupported", `The resource '${id}' is of a type that does not support tags.`);
  return {
    id: row.id,
    tags: record(row.body["tags"]),
    set: (tags) => {
      refuseIfLocked(engine, row.key, "write", row.id);
      const body = policed(engine, subjectOf(parsed, type.type, { ...copy(row.body), tags }));
      const apiVersion = type.apiVersions[0] ?? "";
      const request = { actor, type, id: parsed, apiVersion, body, conditions: noConditions, deployment: false };
      applyPut(engine, { ...request, atOnce: true }, row, actor);
    },
  };
}

/** A resource of a provider to which ARM forwards: it is asked, and told by a PATCH of its tags. */
async function ofOther(engine: Engine, id: string, actor: Actor): Promise<TagHolder> {
  const { external } = engine;
  const subscription = id.split("/")[2] ?? "";
  const listed = await external?.list({ subscription: subscription.toLowerCase() });
  const known = listed?.find((one) => one.id.toLowerCase() === id.toLowerCase());
  const parsed = parseId(id);
  if (external === undefined || known === undefined)
    throw resourceNotFound(parsed?.type ?? "", parsed?.names.join("/") ?? "", id.split("/")[4] ?? "");
  const ask = async (method: string, body: Uint8Array): Promise<Doc> => {
    const answer = await external.send(
      callFor(engine, actor, method, `${known.id}?api-version=${known.apiVersion}`, body),
    );
    const shown = parse(answer.body);
    if (answer.status < 400) return shown;
    const error = detailFromDoc(record(shown["error"]));
    throw new Refusal(answer.status, error.code, error.message, { details: error.details ?? [] });
  };
  const now = await ask("GET", new Uint8Array());
  return {
    id: known.id,
    tags: record(now["tags"]),
    set: async (tags) => {
      await ask("PATCH", new TextEncoder().encode(JSON.stringify({ tags })));
    },
  };
}

/** The holder of a scope's tags. @throws Refusal when nothing is there */
export function holderOf(engine: Engine, scope: string, actor: Actor): TagHolder | Promise<TagHolder> {
  if (/^\/subscriptions\/[^/]+$/i.test(scope)) return ofSubscription(engine, scope);
  if (/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i.test(scope)) return ofGroup(engine, scope);
  const namespace = parseId(scope)?.namespace.toLowerCase() ?? "";
  if (engine.external?.owns(namespace) && !engine.table.hasNamespace(namespace)) return ofOther(engine, scope, actor);
  return ofResource(engine, scope, actor);
}

/** How a PATCH changes tags. */
export const tagOperations = ["Merge", "Replace", "Delete"] as const;

const without = (tags: Doc, names: readonly string[]): Doc =>
  Object.fromEntries(
    Object.entries(tags).filter(([name]) => !names.some((one) => one.toLowerCase() === name.toLowerCase())),
  );

/** The tags after a change. */
export function changeTags(before: Doc, operation: (typeof tagOperations)[number], given: Doc): Doc {
  const names = Object.keys(given);
  if (operation === "Replace") return given;
  if (operation === "Merge") return { ...without(before, names), ...given };
  const gone = names.filter((name) => {
    const value = text(given[name]);
    const kept = Object.entries(before).find(([one]) => one.toLowerCase() === name.toLowerCase())?.[1];
    return value === "" || value === kept;
  });
  return without(before, gone);
}

/** Tags out of a body `{properties:{tags}}`. @throws Refusal when they are none, or beyond ARM's limits */
export function readTags(body: Doc): Doc {
  const odd = Object.keys(body).find((one) => !["operation", "properties", "id", "name", "type"].includes(one));
  const properties = record(body["properties"]);
  const { tags } = properties;
  const other = Object.keys(properties).find((one) => one !== "tags");
  const values = isDoc(tags) ? Object.values(tags) : [];
  if (odd !== undefined || other !== undefined || !isDoc(tags) || values.some((one) => typeof one !== "string"))
    throw new Refusal(
      400,
      "InvalidRequestContent",
      `The request content was invalid and could not be deserialized: '${
        odd === undefined && other === undefined
          ? "properties.tags must be an object of texts"
          : `Could not find member '${odd ?? other ?? ""}' on object of type 'Tags'`
      }'.`,
    );
  checkTags(tags);
  return tags;
}
