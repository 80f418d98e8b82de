import { createPrivateKey } from "node:crypto";
import { type Doc, record, text } from "../../documents/document.ts";
import { json } from "../../wall/answers.ts";
import { attributesFrom, attributesShape, shownAttributes } from "../attributes.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "../call.ts";
import { freshKey } from "../certificates/keys.ts";
import { deleteObject, refuseIfDeleted } from "../lives.ts";
import { deletedBundle, freshVersion, here, idOf } from "../object-names.ts";
import type { ObjectVersion } from "../objects.ts";
import { listAnswer, listQuery } from "../pages.ts";
import { badParameter, notFound, VaultRefusal } from "../refusal.ts";
import { keyFromJwk, publicJwk } from "./jwk.ts";
import { useOperations } from "./use.ts";

const kind = "keys";
const uses = {
  RSA: ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"],
  EC: ["sign", "verify"],
} as const;
const rsaSizes = [2048, 3072, 4096];
const curves = ["P-256", "P-256K", "P-384", "P-521"];

/** What lists show of a key. */
export const keyItem = (call: VaultCall, { name, version, body }: ObjectVersion, withVersion: boolean): Doc => ({
  kid: idOf(call, kind, name, withVersion ? version : undefined),
  attributes: shownAttributes(call.vault, body),
  tags: record(body["tags"]),
  ...(body["managed"] === true ? { managed: true } : {}),
});

/** A key as it is shown: its public half, and what it is for. */
export const keyBundle = (call: VaultCall, one: ObjectVersion): Doc => {
  const { kid, ...rest } = keyItem(call, one, true);
  const jwk = record(one.body["jwk"]);
  const kty = text(one.body["kty"]) || text(jwk["kty"]);
  return { key: { kid: kid ?? "", ...jwk, kty, key_ops: one.body["key_ops"] ?? defaultUses(kty) }, ...rest };
};

const defaultUses = (kty: string): string[] => [...uses[kty.startsWith("EC") ? "EC" : "RSA"]];

/** Writes a version of a key that no certificate keeps. */
function write(call: VaultCall, deps: VaultDeps, pem: string, more: Doc): ObjectVersion {
  const { vault, body, now, parameters } = call;
  const name = parameters["name"] ?? "";
  const place = { instance: vault.instance, kind } as const;
  return deps.objects.transaction(() => {
    refuseIfDeleted(vault, kind, name, now, deps.objects);
    const former = deps.objects.latest(place, name);
    if (former?.body["managed"] === true) throw managed(name, "create");
    const one = {
      name: former?.name ?? name,
      version: freshVersion(deps),
      body: {
        ...more,
        jwk: publicJwk(createPrivateKey(pem)),
        key: pem,
        tags: record(body["tags"]),
        attributes: attributesFrom(body, undefined, now),
      },
    };
    deps.objects.put(place, one);
    return one;
  });
}

/** 403 of a key that a certificate keeps. */
const managed = (name: string, operation: string): VaultRefusal =>
  new VaultRefusal(
    403,
    "Forbidden",
    `Operation ${operation} is not allowed on key ${name}, since it belongs to a certificate; change the certificate instead.`,
    "OperationNotAllowed",
  );

function usesOf(given: Doc, kty: string): Doc {
  const asked = given["key_ops"];
  if (!Array.isArray(asked)) return { kty };
  const known: readonly string[] = [...uses.RSA, "import"];
  for (const one of asked)
    if (!known.includes(text(one))) throw badParameter(`Property key_ops has invalid value: '${text(one)}'`);
  return { kty, key_ops: asked };
}

async function create(call: VaultCall, deps: VaultDeps) {
  const { body } = call;
  const kty = text(body["kty"]);
  if (!["RSA", "RSA-HSM", "EC", "EC-HSM"].includes(kty)) throw badParameter(`Property kty has invalid value: '${kty}'`);
  if (kty.startsWith("EC") && !curves.includes(text(body["crv"]) || "P-256"))
    throw badParameter(`Property crv has invalid value: '${text(body["crv"])}'`);
  if (kty.startsWith("RSA") && !rsaSizes.includes(Number(body["key_size"] ?? 2048)))
    throw badParameter(`Property key_size has invalid value: ${Number(body["key_size"])}`);
  const pem = await freshKey(body);
  return json(200, keyBundle(call, write(call, deps, pem, usesOf(body, kty))));
}

function importKey(call: VaultCall, deps: VaultDeps) {
  const jwk = record(call.body["key"]);
  const pem = keyFromJwk(jwk);
  return json(200, keyBundle(call, write(call, deps, pem, usesOf(jwk, text(jwk["kty"])))));
}

async function rotate(call: VaultCall, deps: VaultDeps) {
  const former = here(call, kind, deps);
  if (former.body["managed"] === true) throw managed(former.name, "rotate");
  const jwk = record(former.body["jwk"]);
  const size = Buffer.from(text(jwk["n"]), "base64url").byteLength * 8;
  const pem = await freshKey({ kty: jwk["kty"] ?? "RSA", crv: jwk["crv"] ?? "", key_size: size });
  const { key_ops, kty } = former.body;
  const more = { ...(kty === undefined ? {} : { kty }), ...(key_ops === undefined ? {} : { key_ops }) };
  return json(200, keyBundle(call, write({ ...call, body: { tags: record(former.body["tags"]) } }, deps, pem, more)));
}

const get = (call: VaultCall, deps: VaultDeps) => json(200, keyBundle(call, here(call, kind, deps)));

function update(call: VaultCall, deps: VaultDeps) {
  const { vault, body, now } = call;
  const changed = deps.objects.transaction((): ObjectVersion => {
    const one = here(call, kind, deps);
    if (one.body["managed"] === true) throw managed(one.name, "update");
    const kty = text(one.body["kty"]) || text(record(one.body["jwk"])["kty"]);
    const next = {
      ...one,
      body: {
        ...one.body,
        ...usesOf(body, kty),
        ...(body["tags"] === undefined ? {} : { tags: body["tags"] }),
        attributes: attributesFrom(body, one.body, now),
      },
    };
    deps.objects.put({ instance: vault.instance, kind }, next);
    return next;
  });
  return json(200, keyBundle(call, changed));
}

function remove(call: VaultCall, deps: VaultDeps) {
  const { vault, now } = call;
  return deps.objects.transaction(() => {
    const one = here(call, kind, deps);
    if (one.body["managed"] === true) throw managed(one.name, "delete");
    const deletion = deleteObject(vault, kind, one.name, now, deps);
    return json(200, deletedBundle(call, kind, keyBundle(call, one), one.name, deletion));
  });
}

const list = (call: VaultCall, { objects }: VaultDeps) =>
  listAnswer(
    call,
    (after, limit) => objects.newest({ instance: call.vault.instance, kind }, after, limit, false),
    (one) => one.name,
    (one) => keyItem(call, one, false),
  );

function versions(call: VaultCall, { objects }: VaultDeps) {
  const name = call.parameters["name"] ?? "";
  const place = { instance: call.vault.instance, kind } as const;
  if (objects.deletion(place, name) !== undefined || objects.latest(place, name) === undefined)
    throw notFound(kind, name);
  return listAnswer(
    call,
    (after, limit) => objects.versions(place, name, after, limit),
    (one) => one.version,
    (one) => keyItem(call, one, true),
  );
}

const common = { attributes: attributesShape, tags: "tags", key_ops: ["text"] } as const;
const createBody = { "kty!": "text", key_size: "count", crv: "text", public_exponent: "count", ...common } as const;
const jwkShape = {
  ...Object.fromEntries(["kid", "kty", "crv"].map((name) => [name, "text"] as const)),
  ...Object.fromEntries(
    ["n", "e", "d", "p", "q", "dp", "dq", "qi", "x", "y"].map((name) => [name, "base64url"] as const),
  ),
  key_ops: ["text"],
} as const;
const one = "/keys/{name}";
const reads = { method: "GET", kind, permissions: ["get"], action: "keys/read" } as const;
const lists = { method: "GET", kind, permissions: ["list"], action: "keys/read", query: listQuery } as const;
const changes = {
  method: "PATCH",
  kind,
  permissions: ["update"],
  action: "keys/update/action",
  body: common,
  run: update,
} as const;

/** What a vault does with keys, less what it does with deleted ones. */
export const keyOperations: readonly VaultOperation[] = [
  { ...lists, path: "/keys", run: list },
  { ...lists, path: `${one}/versions`, run: versions },
  {
    method: "POST",
    path: `${one}/create`,
    kind,
    permissions: ["create"],
    action: "keys/create/action",
    body: createBody,
    run: create,
  },
  {
    method: "PUT",
    path: one,
    kind,
    permissions: ["import"],
    action: "keys/import/action",
    body: { "key!": jwkShape, Hsm: "flag", hsm: "flag", attributes: attributesShape, tags: "tags" },
    run: importKey,
  },
  { method: "POST", path: `${one}/rotate`, kind, permissions: ["rotate"], action: "keys/rotate/action", run: rotate },
  { ...reads, path: one, run: get },
  { ...reads, path: `${one}/{version}`, run: get },
  { ...changes, path: one },
  { ...changes, path: `${one}/{version}` },
  { method: "DELETE", path: one, kind, permissions: ["delete"], action: "keys/delete", run: remove },
  ...useOperations,
];
