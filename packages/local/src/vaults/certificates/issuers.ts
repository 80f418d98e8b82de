import { type Doc, record, text } from "../../documents/document.ts";
import { json } from "../../wall/answers.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "../call.ts";
import type { VaultObjects } from "../objects.ts";
import { listAnswer, listQuery } from "../pages.ts";
import { badParameter, VaultRefusal } from "../refusal.ts";
import type { Vault } from "../vault.ts";
import { publicIssuers } from "./authority.ts";

const kind = "certificates";
const prefix = "issuer ";

/** Who signs for an issuer's name: the vault itself, nobody that it knows, or an authority; undefined when there is no such issuer. */
export function authorityOf(vault: Vault, issuer: string, objects: VaultObjects): string | undefined {
  if (issuer === "Self" || issuer === "Unknown") return issuer;
  const known = publicIssuers.find((one) => one.toLowerCase() === issuer.toLowerCase());
  const configured = objects.setting(vault.instance, `${prefix}${issuer}`);
  return known ?? (configured === undefined ? undefined : text(configured["provider"]));
}

const shown = ({ request }: VaultCall, name: string, issuer: Doc): Doc => {
  const { pwd: _, ...credentials } = record(issuer["credentials"]);
  return {
    id: `${request.url.origin}/certificates/issuers/${name}`,
    provider: issuer["provider"] ?? "",
    credentials,
    org_details: record(issuer["org_details"]),
    attributes: record(issuer["attributes"]),
  };
};

const nameOf = ({ parameters }: VaultCall): string => parameters["issuer"] ?? "";

function find(call: VaultCall, { objects }: VaultDeps): Doc {
  const issuer = objects.setting(call.vault.instance, `${prefix}${nameOf(call)}`);
  if (issuer === undefined)
    throw new VaultRefusal(404, "CertificateIssuerNotFound", `Certificate issuer not found: ${nameOf(call)}`);
  return issuer;
}

function set(call: VaultCall, deps: VaultDeps) {
  const before = deps.objects.setting(call.vault.instance, `${prefix}${nameOf(call)}`);
  if (call.request.method === "PATCH") find(call, deps);
  const given = call.request.method === "PATCH" ? { ...before, ...call.body } : call.body;
  const provider = publicIssuers.find((one) => one.toLowerCase() === text(given["provider"]).toLowerCase());
  if (provider === undefined)
    throw badParameter(
      `Property provider has invalid value: the emulated Key Vault knows ${publicIssuers.join(", ")}.`,
    );
  const seconds = Math.floor(call.now / 1000);
  const issuer: Doc = {
    ...given,
    provider,
    attributes: {
      enabled: record(given["attributes"])["enabled"] ?? true,
      created: record(before?.["attributes"])["created"] ?? seconds,
      updated: seconds,
    },
  };
  deps.objects.transaction(() => deps.objects.setSetting(call.vault.instance, `${prefix}${nameOf(call)}`, issuer));
  return json(200, shown(call, nameOf(call), issuer));
}

function remove(call: VaultCall, deps: VaultDeps) {
  const issuer = find(call, deps);
  deps.objects.transaction(() => deps.objects.setSetting(call.vault.instance, `${prefix}${nameOf(call)}`, undefined));
  return json(200, shown(call, nameOf(call), issuer));
}

const list = (call: VaultCall, { objects }: VaultDeps) =>
  listAnswer(
    call,
    (after, limit) =>
      objects
        .settings(call.vault.instance, prefix)
        .map(({ name, value }) => ({ name: name.slice(prefix.length), value }))
        .filter(({ name }) => name > after)
        .slice(0, limit),
    ({ name }) => name,
    ({ name, value }) => ({
      id: `${call.request.url.origin}/certificates/issuers/${name}`,
      provider: value["provider"],
    }),
  );

function contacts({ request, vault }: VaultCall, { objects }: VaultDeps): Doc {
  const kept = objects.setting(vault.instance, "contacts");
  if (kept === undefined) throw new VaultRefusal(404, "ContactsNotFound", "Contacts not found");
  return { id: `${request.url.origin}/certificates/contacts`, ...kept };
}

const setContacts = (call: VaultCall, deps: VaultDeps) => {
  deps.objects.transaction(() => deps.objects.setSetting(call.vault.instance, "contacts", call.body));
  return json(200, contacts(call, deps));
};

const removeContacts = (call: VaultCall, deps: VaultDeps) => {
  const former = contacts(call, deps);
  deps.objects.transaction(() => deps.objects.setSetting(call.vault.instance, "contacts", undefined));
  return json(200, former);
};

const issuerBody = {
  provider: "text",
  credentials: { account_id: "text", pwd: "text" },
  org_details: {
    id: "text",
    zip: "count",
    admin_details: [{ first_name: "text", last_name: "text", email: "text", phone: "text" }],
  },
  attributes: { enabled: "flag", created: "count", updated: "count" },
} as const;

const of = { kind, action: "certificatecas/read" } as const;
const writes = { kind, action: "certificatecas/write", permissions: ["setissuers", "manageissuers"] } as const;
const one = "/certificates/issuers/{issuer}";
const contactRights = { kind, permissions: ["managecontacts"], action: "certificatecontacts/write" } as const;

/** Who signs for a vault, and whom it writes to. */
export const issuerOperations: readonly VaultOperation[] = [
  {
    ...of,
    method: "GET",
    path: "/certificates/issuers",
    permissions: ["listissuers", "manageissuers"],
    query: listQuery,
    run: list,
  },
  {
    ...of,
    method: "GET",
    path: one,
    permissions: ["getissuers", "manageissuers"],
    run: (call, deps) => json(200, shown(call, nameOf(call), find(call, deps))),
  },
  { ...writes, method: "PUT", path: one, body: { ...issuerBody, "provider!": "text" }, run: set },
  { ...writes, method: "PATCH", path: one, body: issuerBody, run: set },
  {
    kind,
    method: "DELETE",
    path: one,
    action: "certificatecas/delete",
    permissions: ["deleteissuers", "manageissuers"],
    run: remove,
  },
  {
    ...contactRights,
    method: "GET",
    path: "/certificates/contacts",
    run: (call, deps) => json(200, contacts(call, deps)),
  },
  {
    ...contactRights,
    method: "PUT",
    path: "/certificates/contacts",
    body: { id: "text", "contacts!": [{ email: "text", name: "text", phone: "text" }] },
    run: setContacts,
  },
  { ...contactRights, method: "DELETE", path: "/certificates/contacts", run: removeContacts },
];
