import { type Doc, record, text } from "../documents/document.ts";
import { json } from "../wall/answers.ts";
import { attributesFrom, attributesShape, shownAttributes } from "./attributes.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "./call.ts";
import { deleteObject, refuseIfDeleted } from "./lives.ts";
import { deletedBundle, freshVersion, here, idOf } from "./object-names.ts";
import type { ObjectVersion } from "./objects.ts";
import { listAnswer, listQuery } from "./pages.ts";
import { badParameter, disabled, notFound, VaultRefusal } from "./refusal.ts";

const kind = "secrets";
/** Key Vault takes values of 25 KB. */
const largestValue = 25_600;

/** What is told of a secret without its value. */
export const secretItem = (call: VaultCall, { name, version, body }: ObjectVersion, withVersion: boolean): Doc => ({
  ...(body["contentType"] === undefined ? {} : { contentType: body["contentType"] }),
  id: idOf(call, kind, name, withVersion ? version : undefined),
  ...(body["managed"] === true ? { managed: true } : {}),
  ...(body["kid"] === undefined ? {} : { kid: idOf(call, "keys", name, version) }),
  attributes: shownAttributes(call.vault, body),
  tags: record(body["tags"]),
});

const bundle = (call: VaultCall, one: ObjectVersion): Doc => ({
  value: one.body["value"] ?? "",
  ...secretItem(call, one, true),
});

function set(call: VaultCall, deps: VaultDeps) {
  const { vault, parameters, body, now } = call;
  const name = parameters["name"] ?? "";
  const value = text(body["value"]);
  if (Buffer.byteLength(value) > largestValue)
    throw badParameter(`Property value must be at most ${largestValue} bytes; it has ${Buffer.byteLength(value)}`);
  const place = { instance: vault.instance, kind } as const;
  const made = deps.objects.transaction((): ObjectVersion => {
    refuseIfDeleted(vault, kind, name, now, deps.objects);
    const former = deps.objects.latest(place, name);
    if (former?.body["managed"] === true) throw managed(name, "set");
    const one = {
      name: former?.name ?? name,
      version: freshVersion(deps),
      body: {
        value,
        ...(body["contentType"] === undefined ? {} : { contentType: body["contentType"] }),
        tags: record(body["tags"]),
        attributes: attributesFrom(body, undefined, now),
      },
    };
    deps.objects.put(place, one);
    return one;
  });
  return json(200, bundle(call, made));
}

/** 403 of a secret that a certificate keeps. */
const managed = (name: string, operation: string): VaultRefusal =>
  new VaultRefusal(
    403,
    "Forbidden",
    `Operation ${operation} is not allowed on secret ${name}, since it belongs to a certificate; change the certificate instead.`,
    "OperationNotAllowed",
  );

function get(call: VaultCall, deps: VaultDeps) {
  const one = here(call, kind, deps);
  if (record(one.body["attributes"])["enabled"] === false) throw disabled(kind, "get");
  return json(200, bundle(call, one));
}

function update(call: VaultCall, deps: VaultDeps) {
  const { vault, body, now } = call;
  const changed = deps.objects.transaction((): ObjectVersion => {
    const one = here(call, kind, deps);
    if (one.body["managed"] === true) throw managed(one.name, "update");
    const next = {
      ...one,
      body: {
        ...one.body,
        ...(body["contentType"] === undefined ? {} : { contentType: body["contentType"] }),
        ...(body["tags"] === undefined ? {} : { tags: body["tags"] }),
        attributes: attributesFrom(body, one.body, now),
      },
    };
    deps.objects.put({ instance: vault.instance, kind }, next);
    return next;
  });
  return json(200, secretItem(call, changed, true));
}

function remove(call: VaultCall, deps: VaultDeps) {
  const { vault, now } = call;
  return deps.objects.transaction(() => {
    const one = here(call, kind, deps);
    if (one.body["managed"] === true) throw managed(one.name, "delete");
    const deletion = deleteObject(vault, kind, one.name, now, deps);
    return json(200, deletedBundle(call, kind, secretItem(call, one, true), one.name, deletion));
  });
}

function versions(call: VaultCall, { objects }: VaultDeps) {
  const { vault, parameters } = call;
  const name = parameters["name"] ?? "";
  const place = { instance: vault.instance, kind } as const;
  if (objects.deletion(place, name) !== undefined || objects.latest(place, name) === undefined)
    throw notFound(kind, name);
  return listAnswer(
    call,
    (after, limit) => objects.versions(place, name, after, limit),
    (one) => one.version,
    (one) => secretItem(call, one, true),
  );
}

const list = (call: VaultCall, { objects }: VaultDeps) =>
  listAnswer(
    call,
    (after, limit) => objects.newest({ instance: call.vault.instance, kind }, after, limit, false),
    (one) => one.name,
    (one) => secretItem(call, one, false),
  );

const body = { "value!": "text", contentType: "text", tags: "tags", attributes: attributesShape } as const;
const changes = { contentType: "text", tags: "tags", attributes: attributesShape } as const;

/** What a vault does with secrets, less what it does with deleted ones of every kind. */
export const secretOperations: readonly VaultOperation[] = [
  {
    method: "GET",
    path: "/secrets",
    kind,
    permissions: ["list"],
    action: "secrets/readMetadata/action",
    query: listQuery,
    run: list,
  },
  {
    method: "GET",
    path: "/secrets/{name}/versions",
    kind,
    permissions: ["list"],
    action: "secrets/readMetadata/action",
    query: listQuery,
    run: versions,
  },
  {
    method: "PUT",
    path: "/secrets/{name}",
    kind,
    permissions: ["set"],
    action: "secrets/setSecret/action",
    body,
    run: set,
  },
  { method: "GET", path: "/secrets/{name}", kind, permissions: ["get"], action: "secrets/getSecret/action", run: get },
  { method: "DELETE", path: "/secrets/{name}", kind, permissions: ["delete"], action: "secrets/delete", run: remove },
  {
    method: "GET",
    path: "/secrets/{name}/{version}",
    kind,
    permissions: ["get"],
    action: "secrets/getSecret/action",
    run: get,
  },
  {
    method: "PATCH",
    path: "/secrets/{name}",
    kind,
    permissions: ["set"],
    action: "secrets/update/action",
    body: changes,
    run: update,
  },
  {
    method: "PATCH",
    path: "/secrets/{name}/{version}",
    kind,
    permissions: ["set"],
    action: "secrets/update/action",
    body: changes,
    run: update,
  },
];
