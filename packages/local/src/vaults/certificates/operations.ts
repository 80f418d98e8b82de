import { type Doc, record } from "../../documents/document.ts";
import { json } from "../../wall/answers.ts";
import { attributesFrom, attributesShape } from "../attributes.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "../call.ts";
import { deleteObject } from "../lives.ts";
import { deletedBundle, here, idOf } from "../object-names.ts";
import type { ObjectVersion } from "../objects.ts";
import { listAnswer, listQuery } from "../pages.ts";
import { notFound } from "../refusal.ts";
import { orderCertificate } from "./issuing.ts";
import { certificateSettings } from "./pending.ts";
import { completePolicy, policyShape } from "./policy.ts";
import { certificateBundle, certificateItem, shownPending, shownPolicy, unsigned } from "./shown.ts";

const kind = "certificates";
const withIt = ["certificates", "keys", "secrets"] as const;

async function create(call: VaultCall, deps: VaultDeps) {
  const { vault, parameters, body, now } = call;
  const wanted = {
    name: parameters["name"] ?? "",
    policy: record(body["policy"]),
    attributes: record(body["attributes"]),
    tags: record(body["tags"]),
  };
  const pending = await orderCertificate(vault, wanted, now, deps);
  return json(202, shownPending(call, pending), {
    location: `${idOf(call, kind, pending.name)}/pending?api-version=${call.query.get("api-version")}&request_id=${pending.requestId}`,
    "retry-after": String(Math.max(1, Math.round(10 / deps.timing.scale))),
  });
}

/** The version that is asked for; where nothing was signed yet, what will be. @throws VaultRefusal */
function found(call: VaultCall, deps: VaultDeps): ObjectVersion {
  const name = call.parameters["name"] ?? "";
  const place = { instance: call.vault.instance, kind } as const;
  const pending = certificateSettings(deps.objects, call.vault).pending(name);
  const isUnsigned =
    pending !== undefined &&
    deps.objects.latest(place, name) === undefined &&
    [undefined, pending.version].includes(call.parameters["version"]);
  return isUnsigned ? unsigned(pending) : here(call, kind, deps);
}

const get = (call: VaultCall, deps: VaultDeps) => json(200, certificateBundle(call, found(call, deps), deps));

/** Attributes and tags of a version, and of the key and secret that go with it. */
function update(call: VaultCall, deps: VaultDeps) {
  const { vault, body, now } = call;
  const changed = deps.objects.transaction((): ObjectVersion => {
    const one = here(call, kind, deps);
    const { nbf: _, exp: __, ...attributes } = record(body["attributes"]);
    const more: Doc = {
      ...(body["tags"] === undefined ? {} : { tags: body["tags"] }),
      attributes: attributesFrom({ attributes }, one.body, now),
    };
    for (const part of withIt) {
      const place = { instance: vault.instance, kind: part };
      const same = deps.objects.version(place, one.name, one.version);
      if (same !== undefined) deps.objects.put(place, { ...same, body: { ...same.body, ...more } });
    }
    if (body["policy"] !== undefined) writePolicy(call, deps, one.name);
    return { ...one, body: { ...one.body, ...more } };
  });
  return json(200, certificateBundle(call, changed, deps));
}

function writePolicy(call: VaultCall, { objects }: VaultDeps, name: string): Doc {
  const settings = certificateSettings(objects, call.vault);
  const policy = completePolicy(record(call.body["policy"] ?? call.body), settings.policy(name), call.now);
  settings.setPolicy(name, policy);
  return policy;
}

function remove(call: VaultCall, deps: VaultDeps) {
  const { vault, now } = call;
  return deps.objects.transaction(() => {
    const { version: _, ...parameters } = call.parameters;
    const one = found({ ...call, parameters }, deps);
    const bundle = certificateBundle(call, one, deps);
    const settings = certificateSettings(deps.objects, vault);
    settings.setPending(one.name, undefined);
    const isSigned = one.body["cer"] !== undefined;
    if (!isSigned) settings.setPolicy(one.name, undefined);
    const [deletion] = (isSigned ? withIt : ([kind] as const)).map((part) =>
      deleteObject(vault, part, one.name, now, deps),
    );
    if (!isSigned) deps.objects.remove({ instance: vault.instance, kind }, one.name);
    const { pending: __, ...rest } = bundle;
    return json(200, deletion === undefined || !isSigned ? rest : deletedBundle(call, kind, rest, one.name, deletion));
  });
}

function list(call: VaultCall, { objects }: VaultDeps) {
  const place = { instance: call.vault.instance, kind } as const;
  const waiting =
    call.query.get("includePending")?.toLowerCase() === "true"
      ? certificateSettings(objects, call.vault)
          .allPending()
          .filter(({ name }) => objects.latest(place, name) === undefined)
          .map(unsigned)
      : [];
  return listAnswer(
    call,
    (after, limit) =>
      [...objects.newest(place, after, limit, false), ...waiting.filter(({ name }) => name > after)]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .slice(0, limit),
    (one) => one.name,
    (one) => certificateItem(call, one, false),
  );
}

function versions(call: VaultCall, { objects }: VaultDeps) {
  const name = call.parameters["name"] ?? "";
  const place = { instance: call.vault.instance, kind } as const;
  if (objects.deletion(place, name) !== undefined || objects.latest(place, name) === undefined)
    throw notFound(kind, name);
  return listAnswer(
    call,
    (after, limit) => objects.versions(place, name, after, limit),
    (one) => one.version,
    (one) => certificateItem(call, one, true),
  );
}

function getPolicy(call: VaultCall, deps: VaultDeps) {
  const { name } = found(call, deps);
  const policy = certificateSettings(deps.objects, call.vault).policy(name);
  if (policy === undefined) throw notFound(kind, name);
  return json(200, shownPolicy(call, name, policy));
}

function updatePolicy(call: VaultCall, deps: VaultDeps) {
  const { name } = found(call, deps);
  return json(
    200,
    shownPolicy(
      call,
      name,
      deps.objects.transaction(() => writePolicy(call, deps, name)),
    ),
  );
}

const body = { policy: policyShape, attributes: attributesShape, tags: "tags", preserveCertOrder: "flag" } as const;
const reads = { method: "GET", kind, permissions: ["get"], action: "certificates/read" } as const;
const lists = { method: "GET", kind, permissions: ["list"], action: "certificates/read" } as const;
const changes = { method: "PATCH", kind, permissions: ["update"], action: "certificates/update/action" } as const;
const one = "/certificates/{name}";

/** What a vault does with certificates, less orders, imports and deleted ones. */
export const certificateOperations: readonly VaultOperation[] = [
  { ...lists, path: "/certificates", query: [...listQuery, "includePending"], run: list },
  { ...lists, path: `${one}/versions`, query: listQuery, run: versions },
  { ...reads, path: one, run: get },
  { ...reads, path: `${one}/{version}`, run: get },
  { ...reads, path: `${one}/policy`, run: getPolicy },
  { ...changes, path: `${one}/policy`, body: policyShape, run: updatePolicy },
  { ...changes, path: one, body, run: update },
  { ...changes, path: `${one}/{version}`, body, run: update },
  {
    method: "POST",
    kind,
    path: `${one}/create`,
    permissions: ["create"],
    action: "certificates/create/action",
    body,
    run: create,
  },
  { method: "DELETE", kind, path: one, permissions: ["delete"], action: "certificates/delete", run: remove },
];
