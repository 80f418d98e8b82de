import { createPublicKey, X509Certificate } from "node:crypto";
import { record, text } from "../../documents/document.ts";
import { json } from "../../wall/answers.ts";
import { attributesShape } from "../attributes.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "../call.ts";
import { conflict, refuseIfDeleted } from "../lives.ts";
import { freshVersion, here } from "../object-names.ts";
import { badParameter, VaultRefusal } from "../refusal.ts";
import { policyFrom, readImport } from "./import.ts";
import { finish } from "./issuing.ts";
import { certificateSettings, type Pending } from "./pending.ts";
import { policyShape } from "./policy.ts";
import { certificateBundle, shownPending } from "./shown.ts";
import { storeVersion } from "./store-version.ts";

const kind = "certificates";

/** The order of the certificate that is named. @throws VaultRefusal */
function order(call: VaultCall, { objects }: VaultDeps): Pending {
  const name = call.parameters["name"] ?? "";
  const pending = certificateSettings(objects, call.vault).pending(name);
  if (pending === undefined)
    throw new VaultRefusal(404, "PendingCertificateNotFound", `Pending certificate not found: ${name}`);
  return pending;
}

const get = (call: VaultCall, deps: VaultDeps) => json(200, shownPending(call, order(call, deps)));

/** A cancellation is asked of the authority; where it does not answer any more the order stands as it is. */
function cancel(call: VaultCall, deps: VaultDeps) {
  const pending = order(call, deps);
  if (pending.status !== "inProgress") throw conflict(`The pending certificate ${pending.name} is ${pending.status}.`);
  const next = {
    ...pending,
    cancellationRequested: call.body["cancellation_requested"] === true,
    dueAt: pending.dueAt ?? call.now,
  };
  deps.objects.transaction(() => certificateSettings(deps.objects, call.vault).setPending(pending.name, next));
  return json(200, shownPending(call, next));
}

function forget(call: VaultCall, deps: VaultDeps) {
  const pending = order(call, deps);
  deps.objects.transaction(() => certificateSettings(deps.objects, call.vault).setPending(pending.name, undefined));
  return json(200, shownPending(call, pending));
}

/** Takes a certificate that somebody else signed for a request of this vault. */
function merge(call: VaultCall, deps: VaultDeps) {
  const pending = order(call, deps);
  const [leaf, ...others] = (call.body["x5c"] as string[]).map((one) => pemOf(one));
  if (pending.status !== "inProgress" || pending.key === undefined)
    throw conflict(`The pending certificate ${pending.name} is ${pending.status}.`);
  if (leaf === undefined || !new X509Certificate(leaf).publicKey.equals(createPublicKey(pending.key)))
    throw badParameter(
      "Property x5c has invalid value: the public key of the certificate is not that of the pending request.",
    );
  const tags = { ...pending.tags, ...record(call.body["tags"]) };
  const attributes = { ...pending.attributes, ...record(call.body["attributes"]) };
  finish(call.vault, { ...pending, tags, attributes }, [leaf, ...others], call.now, deps);
  return json(201, certificateBundle(call, here(call, kind, deps), deps));
}

/** @throws VaultRefusal when it is no certificate in DER, base64. */
function pemOf(text: string): string {
  try {
    return new X509Certificate(Buffer.from(text, "base64")).toString();
  } catch {
    throw badParameter("Property x5c has invalid value: it is no certificate in base64.");
  }
}

function importCertificate(call: VaultCall, deps: VaultDeps) {
  const { vault, parameters, body, now } = call;
  const name = parameters["name"] ?? "";
  const store = readImport(text(body["value"]), text(body["pwd"]));
  const version = freshVersion(deps);
  deps.objects.transaction(() => {
    refuseIfDeleted(vault, kind, name, now, deps.objects);
    const settings = certificateSettings(deps.objects, vault);
    if (settings.pending(name)?.status === "inProgress")
      throw conflict(`A new version of certificate ${name} is already being made.`, "PendingCertificate");
    const policy = policyFrom(record(body["policy"]), store, now);
    settings.setPolicy(name, policy);
    storeVersion(
      vault,
      deps.objects,
      { name, version, ...store, policy, attributes: record(body["attributes"]), tags: record(body["tags"]) },
      now,
    );
  });
  return json(200, certificateBundle(call, here(call, kind, deps), deps));
}

const pendingPath = "/certificates/{name}/pending";
const changes = { kind, permissions: ["update"], action: "certificates/update/action" } as const;

/** Orders for certificates, and certificates from elsewhere. */
export const orderOperations: readonly VaultOperation[] = [
  {
    kind,
    method: "GET",
    path: pendingPath,
    permissions: ["get"],
    action: "certificates/read",
    query: ["request_id"],
    run: get,
  },
  { ...changes, method: "PATCH", path: pendingPath, body: { "cancellation_requested!": "flag" }, run: cancel },
  { ...changes, method: "DELETE", path: pendingPath, run: forget },
  {
    kind,
    method: "POST",
    path: `${pendingPath}/merge`,
    permissions: ["create"],
    action: "certificates/create/action",
    body: { "x5c!": ["text"], attributes: attributesShape, tags: "tags" },
    run: merge,
  },
  {
    kind,
    method: "POST",
    path: "/certificates/{name}/import",
    permissions: ["import"],
    action: "certificates/import/action",
    body: {
      "value!": "text",
      pwd: "text",
      policy: policyShape,
      attributes: attributesShape,
      tags: "tags",
      preserveCertOrder: "flag",
    },
    run: importCertificate,
  },
];
