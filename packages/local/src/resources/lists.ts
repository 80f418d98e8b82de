import { isoTime } from "@aro/runtime";
import { type Doc, text } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ResourceId } from "../documents/resource-id.ts";
import type { Row } from "../documents/rows.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import type { WallResponse } from "../wall/wall.ts";
import type { Engine, TypeRow } from "./contract.ts";
import { compileFilter } from "./filter.ts";
import { resourcesVersions } from "./groups.ts";
import { answerList, answerPage } from "./pages.ts";
import { apiVersionOf, checkArmVersion, methodNotAllowed, type Query, readQuery } from "./query.ts";
import { renderResource } from "./render.ts";
import { checkGroup, groupNotFound } from "./scope.ts";
import type { ExternalResource } from "./surroundings.ts";

/** The list of one type in a group, a subscription, a parent or a scope. */
export function listItems(engine: Engine, call: ArmCall, type: TypeRow, id: ResourceId, query: Query): WallResponse {
  const filter = query.get("$filter");
  const apiVersion = apiVersionOf(query);
  const shown = (row: Row): Doc | undefined => {
    if (type.lists !== undefined && !type.lists(row, filter, id.scopeKey, query, engine)) return undefined;
    const body = renderResource(engine, row, type, apiVersion);
    type.listed?.(engine, row, body, query);
    return body;
  };
  const key = type.type.toLowerCase();
  if (type.place === "group" && id.group === "")
    return answerPage(
      engine,
      call,
      (after, count) => engine.rows.inSubscription(id.subscription, key, after, count),
      shown,
    );
  checkGroup(engine, id, false);
  if (type.place === "extension") {
    const builtIn = (type.builtIn?.all(id, filter, engine) ?? [])
      .map((body) => ({ key: `${text(body["name"])}`, body }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    return answerPage<{ key: string; body: Doc; row?: Row }>(
      engine,
      call,
      // Keys of what is kept begin with a slash, which sorts before the built-in ones' names.
      (after, count) => {
        const kept = /^[^/]/.test(after) ? [] : engine.rows.inSubscription(id.subscription, key, after, count);
        const own = kept.map((row) => ({ key: row.key, body: row.body, row }));
        return [...own, ...builtIn.filter((one) => one.key > after)].slice(0, count);
      },
      (item) => (item.row === undefined ? item.body : shown(item.row)),
    );
  }
  const owner = type.place === "child" ? id.key.slice(0, id.key.lastIndexOf("/")) : id.scopeKey;
  if (type.place === "child" && !engine.rows.has(owner))
    throw new Refusal(404, "ParentResourceNotFound", `The parent resource '${owner}' could not be found.`);
  const builtIn = type.builtIn?.all(id, filter, engine) ?? [];
  if (builtIn.length > 0) {
    const kept = engine.rows.inside(owner, key, "", 10_000);
    const others = builtIn.filter((body) => !kept.some((row) => row.key === text(body["id"]).toLowerCase()));
    return answerList(engine, call, [...kept.flatMap((row) => shown(row) ?? []), ...others]);
  }
  return answerPage(engine, call, (after, count) => engine.rows.inside(owner, key, after, count), shown);
}

const expandable = ["createdtime", "changedtime", "provisioningstate"];
const filterable = [
  "resourcetype",
  "name",
  "location",
  "resourcegroup",
  "tagname",
  "tagvalue",
  "identity/principalid",
  "managedby",
];
const shownMembers = ["sku", "kind", "managedBy", "identity", "zones", "plan", "extendedLocation", "tags"];

const genericBody = (row: Row, type: TypeRow, wanted: readonly string[]): Doc => {
  const body: Doc = { id: row.id, name: row.name, type: type.type };
  if (row.location !== "") body["location"] = row.location;
  for (const member of shownMembers) {
    const value = row.body[member];
    if (value !== undefined) body[member] = value;
  }
  if (wanted.includes("createdtime")) body["createdTime"] = isoTime(row.createdAt);
  if (wanted.includes("changedtime")) body["changedTime"] = isoTime(row.changedAt);
  if (wanted.includes("provisioningstate")) body["provisioningState"] = row.state;
  return body;
};

const externalRow = (one: ExternalResource, group: string): Row => ({
  key: one.id.toLowerCase(),
  id: one.id,
  type: one.type.toLowerCase(),
  name: one.name,
  owner: group,
  group: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(one.id.toLowerCase())?.[0] ?? "",
  subscription: one.id.split("/")[2]?.toLowerCase() ?? "",
  location: one.location,
  etag: "",
  state: "Succeeded",
  body: one.tags === undefined ? {} : { tags: { ...one.tags } },
  createdAt: 0,
  changedAt: 0,
});

/** The generic list of a group's or a subscription's tracked resources, those of forwarded providers included. */
export async function listResources(
  engine: Engine,
  call: ArmCall,
  subscription: string,
  group: string,
): Promise<WallResponse> {
  if (call.request.method !== "GET") throw methodNotAllowed(call.request.method, "resources", ["GET"]);
  const query = readQuery(call, ["$filter", "$expand", "$top", "$skiptoken"]);
  checkArmVersion(apiVersionOf(query), resourcesVersions);
  const matches = compileFilter(query.get("$filter"), filterable);
  const wanted = (query.get("$expand") ?? "")
    .split(",")
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== "");
  const unknown = wanted.find((one) => !expandable.includes(one));
  if (unknown !== undefined)
    throw new Refusal(
      400,
      "InvalidExpandInQueryString",
      `Invalid $expand '${unknown}' specified in the query string; it knows createdTime, changedTime and provisioningState.`,
    );
  if (group !== "" && !engine.rows.has(group)) throw groupNotFound(group.split("/").at(-1) ?? "");
  const listed = await engine.external?.list(group === "" ? { subscription } : { subscription, group });
  const types = new Map((listed ?? []).map((one) => [one.id.toLowerCase(), one.type]));
  const others = (listed ?? []).map((one) => externalRow(one, group)).sort((a, b) => (a.key < b.key ? -1 : 1));
  return answerPage(
    engine,
    call,
    (after, count) => {
      const own =
        group === ""
          ? engine.rows.inSubscription(subscription, undefined, after, count)
          : engine.rows.inGroup(group, after, count);
      const more = others.filter((one) => one.key > after);
      return more.length === 0 ? own : [...own, ...more].sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, count);
    },
    (row) => {
      const external = types.get(row.key);
      const type = engine.table.row(row.type);
      if (external === undefined && type?.tracked !== true) return undefined;
      if (!matches(row)) return undefined;
      if (type !== undefined) return genericBody(row, type, wanted);
      const {
        createdTime: _,
        changedTime: __,
        ...body
      } = { ...genericBody(row, { type: external } as TypeRow, wanted) };
      return body;
    },
  );
}
