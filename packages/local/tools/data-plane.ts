/** The blob store and the vaults on disk without a listener: what the crash test's child works on, and its parent looks at. */
import { join } from "node:path";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { openBlobs } from "../src/blobs/open-blobs.ts";
import { openIssuingAuthorities } from "../src/pki/issuing-authorities.ts";
import type { Keyring } from "../src/pki/keyring.ts";
import { type Durable, openDurable } from "../src/state/durable.ts";
import { tokenFor } from "../src/testing/named-services.ts";
import { issuingWall } from "../src/vaults/certificates/authority.ts";
import { createKeyVault } from "../src/vaults/key-vault.ts";
import { VaultObjects } from "../src/vaults/objects.ts";
import { vault } from "../src/vaults/testing/vault-rig.ts";
import type { WallResponse } from "../src/wall/wall.ts";
import { type InProcess, inProcess } from "./in-process.ts";

export const account = "acctcrash";
const tenantId = "99999999-8888-7777-6666-555555555555";
const base = "https://localhost:1";

export interface DataPlane extends AsyncDisposable {
  arm: InProcess;
  blobs: Durable;
  /** A call to the account's blobs as somebody who may do everything. */
  blob(
    method: string,
    path: string,
    options?: { headers?: Record<string, string>; body?: string | Uint8Array },
  ): Promise<WallResponse>;
  /** A call to the vault `kv`. */
  vault(method: string, path: string, body?: object): Promise<WallResponse>;
}

/** Opens both on the files of a folder. */
export function openDataPlane(folder: string, keyring: Keyring): DataPlane {
  const durable = openDurable(join(folder, "cloud.sqlite"));
  const blobs = openDurable(join(folder, "blobs.sqlite"));
  const arm = inProcess({ durable, seed: 5, timing: { scale: 4_000, holdMilliseconds: 0 } });
  const { engine } = arm.resources;
  if (engine === undefined) throw new Error("the resource engine is not told");
  const shared = {
    base,
    tenantId,
    signing: keyring["token-signing"],
    access: { decide: () => ({ allowed: true }) as const },
    clock: systemClock,
    random: systemRandom,
    timing: { scale: 100_000, holdMilliseconds: 0 },
  };
  const blobPart = openBlobs({ ...shared, engine, blobs, storageSuffix: "aro.test" });
  const vaultPart = createKeyVault({
    ...shared,
    vaultSuffix: "vault.aro.test",
    vaultOf: (name) => (name === "kv" ? vault("kv") : undefined),
    objects: new VaultObjects(durable),
    chance: systemRandom,
    authorities: issuingWall({
      authorities: openIssuingAuthorities(join(folder, "issuers"), keyring.ca, systemClock, systemRandom),
      random: systemRandom,
    }),
    orders: new Map(),
    log: silentLog,
  });
  const token = (audience: string) =>
    tokenFor(keyring, base, { audience, objectId: "aaaaaaaa-0000-0000-0000-000000000001", appId: "a" });
  const { signal } = new AbortController();
  const bytes = (body: string | Uint8Array = "") => (typeof body === "string" ? new TextEncoder().encode(body) : body);
  return {
    arm,
    blobs,
    blob: (method, path, { headers = {}, body } = {}) =>
      blobPart.wall({
        method,
        url: new URL(path, `https://${account}.blob.aro.test`),
        headers: {
          authorization: `Bearer ${token("https://storage.azure.com")}`,
          "x-ms-version": "2021-06-08",
          ...headers,
        },
        body: bytes(body),
        signal,
      }),
    vault: (method, path, body) =>
      vaultPart.wall({
        method,
        url: new URL(`${path}?api-version=7.4`, "https://kv.vault.aro.test"),
        headers: { authorization: `Bearer ${token("https://vault.aro.test")}` },
        body: bytes(body === undefined ? "" : JSON.stringify(body)),
        signal,
      }),
    [Symbol.asyncDispose]: async () => {
      await arm[Symbol.asyncDispose]();
      blobs[Symbol.dispose]();
    },
  };
}
