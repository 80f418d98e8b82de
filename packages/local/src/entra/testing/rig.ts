import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ManualClock, manualClock, seededRandom, systemRandom } from "@aro/runtime";
import { type Keyring, openKeyring } from "../../pki/keyring.ts";
import { type Durable, openDurable } from "../../state/durable.ts";
import type { WallRequest, WallResponse } from "../../wall/wall.ts";
import type { EntraDeps, FederatedTrust } from "../deps.ts";
import { type Directory, openDirectory } from "../directory.ts";
import { entra } from "../entra.ts";
import { openGrants } from "../grants.ts";
import { seedDirectory } from "../seed.ts";

export const base = "https://localhost:18443";
export const suffix = "aro.test";
export const tenantId = "11111111-1111-4111-8111-111111111111";

/** Who is there from the start. */
export const identities = {
  tenantId,
  subscriptionId: "33333333-3333-4333-8333-333333333333",
  firstPartyClientId: "44444444-4444-4444-8444-444444444444",
  ownerClientId: "55555555-5555-4555-8555-555555555555",
  ownerSecret: "owner's secret",
};

/** An answer as tests look at it. */
export interface Seen extends WallResponse {
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers freely
  json: any;
}

/** A token authority without a listener, on a clock that tests move. */
export interface EntraRig {
  clock: ManualClock;
  durable: Durable;
  directory: Directory;
  deps: EntraDeps;
  /** Sets how late what is made is seen. */
  delay(milliseconds: number): void;
  /** Federated credentials of identities, by client id. */
  trusts: Map<string, FederatedTrust[]>;
  /** Documents of issuers, by address. */
  documents: Map<string, unknown>;
  /** GET without a form, POST with one. */
  ask(path: string, form?: Readonly<Record<string, string>> | string, headers?: Record<string, string>): Promise<Seen>;
}

let keys: Promise<Keyring> | undefined;

/** One keyring for all tests of a process: making it is most of what they would cost. */
export function rigKeyring(): Promise<Keyring> {
  keys ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "aro-entra-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return openKeyring(folder, manualClock(), systemRandom);
  })();
  return keys;
}

export const requestOf = (
  path: string,
  form?: Readonly<Record<string, string>> | string,
  headers: Record<string, string> = {},
): WallRequest => ({
  method: form === undefined ? "GET" : "POST",
  url: new URL(path, base),
  headers: { ...(form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }), ...headers },
  body: new TextEncoder().encode(typeof form === "string" ? form : new URLSearchParams(form).toString()),
  signal: new AbortController().signal,
});

/** What a test sees of an answer. */
export function seen(answer: WallResponse | undefined): Seen {
  assert.ok(answer, "nobody answered");
  const text = new TextDecoder().decode(answer.body);
  const isJson = (answer.headers["content-type"] ?? "").includes("json");
  return { ...answer, text, json: isJson && text !== "" ? JSON.parse(text) : undefined };
}

export async function entraRig(): Promise<EntraRig> {
  const keyring = await rigKeyring();
  const clock = manualClock();
  const durable = openDurable(":memory:");
  let delay = 0;
  const directory = openDirectory({ durable, clock, random: seededRandom(1), visibilityDelay: () => delay });
  const trusts = new Map<string, FederatedTrust[]>();
  const documents = new Map<string, unknown>();
  seedDirectory(directory, { identities, keyring, suffix });
  const deps: EntraDeps = {
    base,
    suffix,
    tenantId,
    signing: keyring["token-signing"],
    directory,
    grants: openGrants({ durable, clock, random: seededRandom(3) }),
    federatedCredentialsOf: (clientId) => trusts.get(clientId) ?? [],
    readIssuer: (url) => Promise.resolve(documents.get(url.href)),
    clock,
    random: seededRandom(2),
  };
  return {
    clock,
    durable,
    directory,
    deps,
    delay: (milliseconds) => {
      delay = milliseconds;
    },
    trusts,
    documents,
    ask: async (path, form, headers) => seen(await entra(requestOf(path, form, headers), deps)),
  };
}
