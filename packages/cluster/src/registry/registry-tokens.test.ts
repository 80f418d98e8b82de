import assert from "node:assert/strict";
import { test } from "node:test";
import type { RegistryProfile } from "@aro/api";
import type { FakeAnswer, SeenRequest } from "@aro/azure/testing";
import { isoTime } from "@aro/runtime";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { type World, world } from "../testing/world.ts";
import { ensureToken, removeToken, renewPassword } from "./registry-tokens.ts";

const { signal } = new AbortController();
const registryId = "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.ContainerRegistry/registries/arointsvc";
const name = "arointsvc.azurecr.test";
const day = 86_400_000;

type Password = { name: string; creationTime?: string };

/** A registry: a token is made at its second look; passwords are told when their operation has ended. */
async function registry(profile?: Partial<RegistryProfile>, passwords: readonly Password[] = []) {
  const there = await world(
    sampleCluster((properties) => {
      if (profile !== undefined) properties.registryProfiles = [{ name, username: "token-1", ...profile }];
    }),
    { settings: { registryId } },
  );
  const tokens = new Map<string, number>(profile === undefined ? [] : [["token-1", 2]]);
  const asked: string[] = [];
  const answer = ({ method, path, body }: SeenRequest): FakeAnswer | undefined => {
    if (!path.startsWith(registryId) && !path.startsWith("/end/")) return undefined;
    const token = path.split("/tokens/")[1] ?? "";
    asked.push(`${method} ${path.replace(registryId, "")}`);
    if (path.startsWith("/end/"))
      return { status: 200, body: { passwords: [{ name: path.slice(5), value: `value of ${path.slice(5)}` }] } };
    if (method === "POST") {
      const { name: which } = body as { name: string };
      return { status: 202, headers: { location: `https://arm.test/end/${which}?api-version=1` } };
    }
    if (method === "PUT") {
      if (tokens.has(token)) return { status: 409, body: { error: { code: "InProgress", message: "m" } } };
      tokens.set(token, 0);
      return { status: 201, body: {} };
    }
    if (method === "DELETE") return { status: tokens.delete(token) ? 202 : 204 };
    const looks = tokens.get(token);
    if (looks === undefined) return { status: 404, body: { error: { code: "ResourceNotFound", message: "m" } } };
    tokens.set(token, looks + 1);
    const provisioningState = looks === 0 ? "Creating" : "Succeeded";
    return { status: 200, body: { properties: { provisioningState, credentials: { passwords } } } };
  };
  there.azure.arm.intercept = answer;
  return { there, asked, tokens, answer };
}

const profileOf = ({ run }: World) => run.document.openShiftCluster.properties.registryProfiles?.[0];

test("a token's name is written down before it is made, and its password when the registry tells it (spec 03 §8.1)", async () => {
  const { there, asked, answer } = await registry();
  let known: string | undefined;
  there.azure.arm.intercept = (request) => {
    if (request.method === "PUT") known ??= profileOf(there)?.username;
    return answer(request);
  };
  await ensureToken(there.context, signal);
  const { username = "", password, issueDate } = profileOf(there) ?? {};
  assert.match(username, /^token-[0-9a-f-]{36}$/);
  assert.equal(known, username);
  assert.equal(password, "sealed:value of password1");
  assert.ok(Math.abs(Date.parse(issueDate ?? "") - there.azure.clock.now()) < day);
  assert.deepEqual(asked, [
    `PUT /tokens/${username}`,
    `GET /tokens/${username}`,
    `GET /tokens/${username}`,
    "POST /generateCredentials",
    "GET /end/password1",
  ]);
  const [made, given] = there.azure.requests.filter(({ method }) => method === "PUT" || method === "POST");
  const scopeMapId = `${registryId}/scopeMaps/_repositories_pull`;
  assert.deepEqual(made?.body, { properties: { scopeMapId, status: "enabled" } });
  const { tokenId, expiry } = (given?.body ?? {}) as { tokenId?: string; expiry?: string };
  assert.equal(tokenId, `${registryId}/tokens/${username}`);
  assert.equal(Date.parse(expiry ?? "") - Date.parse(issueDate ?? ""), 180 * day);
  there.forget();
  await ensureToken(there.context, signal);
  assert.deepEqual(there.azure.requests, [], "one that is there is kept");
});

test("a token that an earlier run is making is waited for; a conflict about anything else is told (spec 03 §8.1)", async () => {
  const { there } = await registry({});
  await ensureToken(there.context, signal);
  assert.equal(profileOf(there)?.password, "sealed:value of password1");
  const other = await registry({});
  other.tokens.clear();
  other.there.azure.arm.intercept = (request) =>
    request.method === "PUT"
      ? { status: 409, body: { error: { code: "RegistryIsLocked", message: "m" } } }
      : other.answer(request);
  await assert.rejects(ensureToken(other.there.context, signal), /RegistryIsLocked/);
});

for (const { age, present, renewed } of [
  { age: 139, present: [], renewed: undefined },
  { age: 140, present: [{ name: "password1", creationTime: "2025-01-01T00:00:00Z" }], renewed: "password2" },
  { age: 200, present: [{ name: "password2", creationTime: "2025-01-01T00:00:00Z" }], renewed: "password1" },
  {
    age: 140,
    present: [
      { name: "password1", creationTime: "2025-01-02T00:00:00Z" },
      { name: "password2", creationTime: "2025-01-01T00:00:00Z" },
    ],
    renewed: "password2",
  },
  {
    age: 140,
    present: [{ name: "password1", creationTime: "2025-01-02T00:00:00Z" }, { name: "password2" }],
    renewed: "password2",
  },
  { age: 140, present: [], renewed: "password1" },
  { age: undefined, present: [{ name: "password1", creationTime: "2025-01-01T00:00:00Z" }], renewed: "password2" },
])
  test(`a password that is ${age ?? "nobody knows how many"} days old, beside ${present.map((one) => one.name).join(" and ") || "none"}, is ${renewed === undefined ? "kept" : `replaced by ${renewed}`} (spec 03 §8.1)`, async () => {
    const { there, asked } = await registry({ password: "sealed:former" as never }, present);
    const issued = age === undefined ? {} : { issueDate: isoTime(there.azure.clock.now() - age * day) };
    await there.run.patch((document) => {
      const changed = structuredClone(document);
      Object.assign(changed.openShiftCluster.properties.registryProfiles?.[0] ?? {}, issued);
      return changed;
    });
    await renewPassword(there.context, signal);
    assert.equal(profileOf(there)?.password, renewed === undefined ? "sealed:former" : `sealed:value of ${renewed}`);
    assert.equal(asked.includes("POST /generateCredentials"), renewed !== undefined);
    if (renewed === undefined) return;
    // The date goes with the password: a later run finds nothing to renew (spec 03 §15.14).
    there.forget();
    await renewPassword(there.context, signal);
    assert.deepEqual(there.azure.requests, []);
  });

test("a delete removes the token, gone or not, and asks nothing where there was none (spec 03 §6 row 14)", async () => {
  for (const gone of [false, true]) {
    const { there, asked, tokens } = await registry({});
    if (gone) tokens.clear();
    await removeToken(there.context, signal);
    assert.equal(tokens.size, 0);
    assert.equal(asked[0], "DELETE /tokens/token-1");
  }
  const none = await registry();
  await removeToken(none.there.context, signal);
  assert.deepEqual(none.asked, []);
});
