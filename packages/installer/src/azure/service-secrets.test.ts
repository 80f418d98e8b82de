import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "@aro/api";
import type { VaultSecrets } from "@aro/azure";
import { createSealer } from "@aro/database";
import { systemRandom as random, seededRandom } from "@aro/runtime";
import { neededSecret, sealerOf } from "./service-secrets.ts";

const { signal } = new AbortController();
const key = (seed: number, length = 64): string => Buffer.from(seededRandom(seed).bytes(length)).toString("base64");

const vaultOf = (held: Readonly<Record<string, readonly string[]>>): VaultSecrets => ({
  url: "https://aro-svc.vault.example",
  newest: async (name) => held[name]?.slice(0, 1).map((value) => new Secret(value))[0],
  versions: async (name) => (held[name] ?? []).map((value) => new Secret(value)),
});

test("what the newest key seals opens with it, and every earlier version and the legacy key open what they sealed", async () => {
  const vault = vaultOf({ "encryption-key-v2": [key(2), key(1)], "encryption-key": [key(3, 32)] });
  const sealer = await sealerOf(vault, random, signal);
  const of = (seed: number) => createSealer({ sealWith: Buffer.from(key(seed), "base64"), openWith: [] }, { random });
  assert.equal(of(2).openText(sealer.seal("new")).reveal(), "new");
  assert.equal(sealer.openText(of(1).seal("old")).reveal(), "old");
  assert.throws(() => of(1).openText(sealer.seal("new")), /message authentication failed/);
});

test("a secret that is not there, or that cannot be read, is told with its name and the vault's", async () => {
  await assert.rejects(
    sealerOf(vaultOf({}), random, signal),
    /vault https:\/\/aro-svc.* has no secret encryption-key-v2/,
  );
  await assert.rejects(neededSecret(vaultOf({}), "rp-firstparty", signal), /has no secret rp-firstparty/);
  const refusing: VaultSecrets = { ...vaultOf({}), newest: () => Promise.reject(new Error("Forbidden")) };
  await assert.rejects(
    neededSecret(refusing, "rp-firstparty", signal),
    /secret rp-firstparty of the vault https:\/\/aro-svc\.vault\.example cannot be read .*: Forbidden/,
  );
});
