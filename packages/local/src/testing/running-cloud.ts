import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createResources, type Resources } from "../arm/resources.ts";
import type { Doc } from "../documents/document.ts";
import { Rows } from "../documents/rows.ts";
import { type Emulator, startEmulator } from "../emulator.ts";
import { type Configuration, readConfiguration } from "../facts/configuration.ts";
import { type Keyring, openKeyring } from "../pki/keyring.ts";
import type { ExternalResources } from "../resources/surroundings.ts";
import type { Durable } from "../state/durable.ts";
import { allTypes } from "../types/table.ts";
import { empty, json } from "../wall/answers.ts";
import type { ArmPart } from "../wall/arm-call.ts";
import type { WallRequest, WallResponse } from "../wall/wall.ts";
import { type CloudCalls, cloudCalls } from "./cloud-calls.ts";
import { type StubProvider, startStubProvider } from "./stub-provider.ts";

export interface RunningCloud extends Pick<CloudCalls, "call" | "control">, AsyncDisposable {
  folder: string;
  emulator: Emulator;
  keyring: Keyring;
  provider: StubProvider;
  /** Scopes that are locked; there is one group, `rg`. */
  locked: Set<string>;
  /** What the resource engine was given to reach the provider. */
  external: ExternalResources;
  /** An access token of the owner, or of another application, for ARM or another resource. */
  token(options?: { clientId?: string; secret?: string; resource?: string }): Promise<string>;
  /** Stops the emulator and starts it anew on its folder. */
  restart(): Promise<void>;
}

/** A resource engine that knows groups only: enough for what ARM's front door asks of it. */
const groupsOnly = (groups: ReadonlySet<string>, locked: Set<string>, durable: Durable): Resources => {
  const rows = new Rows(durable);
  const part: ArmPart = async ({ request }) => {
    if (request.url.pathname.includes("/roleAssignments/")) return keepAssignment(rows, request);
    const name = /^\/subscriptions\/[^/]+\/resourcegroups\/([^/]+)$/i.exec(request.url.pathname)?.[1];
    if (name === undefined) return undefined;
    return groups.has(name.toLowerCase()) ? json(200, { name }) : empty(404);
  };
  return Object.assign(part, {
    groupAt: (id: string) => (groups.has(id.slice(id.lastIndexOf("/") + 1).toLowerCase()) ? "there" : "none"),
    setLimit: () => {},
    setConsole: () => false,
    setShortages: () => {},
    federatedCredentialsOf: () => [],
    lockedScopes: (id: string) => [...locked].filter((scope) => id.toLowerCase().startsWith(scope.toLowerCase())),
    [Symbol.asyncDispose]: async () => {},
  });
};

/** Keeps a role assignment as the real engine does, so that somebody may do something. */
function keepAssignment(rows: Rows, { url, body }: WallRequest): WallResponse {
  const id = url.pathname;
  const [owner = "", name = ""] = id.toLowerCase().split("/providers/microsoft.authorization/roleassignments/");
  const { properties } = JSON.parse(new TextDecoder().decode(body)) as { properties: Doc };
  const row = { key: id.toLowerCase(), id, type: "microsoft.authorization/roleassignments", name, owner };
  const place = { group: "", subscription: owner.split("/")[2] ?? "", location: "" };
  rows.put({ ...row, ...place, etag: "", state: "Succeeded", body: { properties }, createdAt: 0, changedAt: 0 });
  return empty(201);
}

/** The whole emulator on a free port and a fresh folder, with a stub provider behind it. */
export async function runCloud(
  options: { configuration?: Partial<Configuration>; clock?: Clock; engine?: "groupsOnly" | "real" } = {},
): Promise<RunningCloud> {
  const folder = mkdtempSync(join(tmpdir(), "aro-local-"));
  const clock = options.clock ?? systemClock;
  cpSync(await sharedKeyring(), join(folder, "pki"), { recursive: true });
  const keyring = await openKeyring(join(folder, "pki"), systemClock, systemRandom);
  const provider = await startStubProvider(keyring);
  const start = () =>
    startEmulator(
      readConfiguration(
        JSON.stringify({ stateFolder: folder, port: 0, provider: provider.address, ...options.configuration }),
      ),
      {
        clock,
        random: systemRandom,
        chance: systemRandom,
        log: silentLog,
        parts: async () => ({
          resources: (deps) => {
            external = deps.externalResources;
            return options.engine === "real"
              ? createResources(deps)
              : groupsOnly(new Set(["rg"]), locked, deps.durable);
          },
          types:
            options.engine === "real"
              ? allTypes().rows
              : [{ type: "Microsoft.Network/virtualNetworks", apiVersions: ["2024-05-01"], tracked: true }],
        }),
        pid: process.pid,
      },
    );
  let external: ExternalResources | undefined;
  const locked = new Set<string>();
  let emulator = await start();
  const { call, control, tokenOf } = cloudCalls(() => emulator.base, folder, keyring.ca.certificate);
  return {
    folder,
    keyring,
    provider,
    locked,
    get external() {
      assert.ok(external);
      return external;
    },
    call,
    get emulator() {
      return emulator;
    },
    control,
    token: ({ clientId, secret, resource } = {}) => {
      const { tenantId, ownerClientId, ownerSecret } = emulator.identities;
      return tokenOf({
        tenantId,
        clientId: clientId ?? ownerClientId,
        secret: secret ?? ownerSecret,
        ...(resource === undefined ? {} : { resource }),
      });
    },
    restart: async () => {
      await emulator.stop();
      emulator = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await emulator.stop();
      await provider[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let shared: Promise<string> | undefined;

/** Keys for all clouds of one test process: making them is most of what a start costs. */
function sharedKeyring(): Promise<string> {
  shared ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), "aro-keys-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    await openKeyring(folder, systemClock, systemRandom);
    return folder;
  })();
  return shared;
}
