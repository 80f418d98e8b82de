import assert from "node:assert/strict";
import { test } from "node:test";
import type { Wall, WallRequest } from "../wall/wall.ts";
import { firstOf } from "./first-of.ts";
import { byHost, hostNames, type ServicePart } from "./hosts.ts";

const says =
  (text: string): Wall =>
  async () => ({ status: 200, headers: {}, body: new TextEncoder().encode(text) });
const vaults: ServicePart = {
  owns: (host) => host.endsWith(".vault.s.test"),
  serves: (host) => host === "kv.vault.s.test",
  wall: says("vault"),
};
const request = (url: string): WallRequest => ({
  method: "GET",
  url: new URL(url),
  headers: {},
  body: new Uint8Array(),
  signal: new AbortController().signal,
});

test("who is dialled decides who answers; names of a service that do not exist are its own to refuse", async () => {
  const wall = byHost([vaults], "s.test", says("arm"));
  const asked = async (url: string) => new TextDecoder().decode((await wall(request(url))).body);
  assert.equal(await asked("https://localhost:1/"), "arm");
  assert.equal(await asked("https://KV.vault.s.test/"), "vault");
  assert.equal(await asked("https://kv.vault.s.test./"), "vault");
  assert.equal(await asked("https://other.vault.s.test/"), "vault");
  assert.match(await asked("https://nothing.s.test/"), /HostNotFound.*nothing\.s\.test/);
  assert.equal(await asked("https://xs.test/"), "arm", "a suffix begins at a dot");
});

test("names lead to the cloud on the port of TLS, and only as long as they exist", () => {
  const names = hostNames([vaults]);
  assert.deepEqual(names.find("kv.vault.s.test", 443), { kind: "cloud" });
  assert.equal(names.find("kv.vault.s.test", 80), undefined);
  assert.equal(names.find("other.vault.s.test", 443), undefined);
});

test("of several sources the first that knows a name answers", () => {
  const cluster = {
    find: (host: string) => (host.endsWith("s.test") ? ({ kind: "loopback", port: 7 } as const) : undefined),
  };
  const names = firstOf([hostNames([vaults]), cluster]);
  assert.deepEqual(names.find("kv.vault.s.test", 443), { kind: "cloud" });
  assert.deepEqual(names.find("api.c1.s.test", 6443), { kind: "loopback", port: 7 });
  assert.equal(names.find("example.com", 443), undefined);
});
