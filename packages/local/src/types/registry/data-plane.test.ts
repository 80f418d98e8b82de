import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../../documents/rows.ts";
import type { WallRequest } from "../../wall/wall.ts";
import { registryServers } from "./data-plane.ts";

const kept = new Map([["registry service", "key"]]);
const there = new Map([["key", {} as Row]]);
const servers = registryServers({
  rows: { value: (place: string) => kept.get(place), has: (key: string) => there.has(key) },
  suffixes: { acrLoginServer: "s.test" },
} as never);

const request = (method: string, url: string): WallRequest => ({
  method,
  url: new URL(url),
  headers: {},
  body: new Uint8Array(),
  signal: AbortSignal.timeout(1_000),
});

test("a registry is reached at its login server for as long as there is one", () => {
  assert.equal(servers.serves("service.s.test"), true);
  assert.equal(servers.serves("another.s.test"), false);
  assert.equal(servers.serves("service.elsewhere.test"), false);
  assert.equal(servers.owns("another.s.test"), true);
  assert.equal(servers.owns("kv.vault.s.test"), false);
  there.clear();
  assert.equal(servers.serves("service.s.test"), false);
});

test("whoever asks for the version is told where to sign in; images there are none", async () => {
  const { status, headers } = await servers.wall(request("GET", "https://service.s.test/v2/"));
  assert.equal(status, 401);
  assert.match(headers["www-authenticate"] ?? "", /^Bearer realm="https:\/\/service\.s\.test\/oauth2\/token"/);
  const image = await servers.wall(request("GET", "https://service.s.test/v2/aro/manifests/1"));
  assert.equal(image.status, 404);
  assert.match(new TextDecoder().decode(image.body), /v2\/aro\/manifests\/1/);
  assert.equal((await servers.wall(request("HEAD", "https://service.s.test/"))).body.length, 0);
});
