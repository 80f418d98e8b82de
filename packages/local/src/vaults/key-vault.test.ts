import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { Access, Asked } from "../access/access.ts";
import { byHost } from "../names/hosts.ts";
import { suffix, tenantId } from "../testing/named-services.ts";
import { vaultOperations } from "./operations.ts";
import { somebody, type VaultRig, vault, vaultRig } from "./testing/vault-rig.ts";
import { vaultVersions } from "./versions.ts";

const asked: Asked[] = [];
let decision: ReturnType<Access["decide"]> = { allowed: false, because: "no role" };
let rig: VaultRig;
let token = "";
before(async () => {
  const access: Access = {
    decide: (one) => {
      asked.push(one);
      return decision;
    },
  };
  const reader = { objectId: somebody.objectId.toUpperCase(), permissions: { secrets: ["Get", "list"] } };
  rig = await vaultRig([vault("open"), vault("reads", { accessPolicies: [reader] }), vault("roles", { rbac: true })], {
    access,
  });
  token = rig.token();
  await rig.call("PUT", "https://open.vault.aro.test/secrets/s?api-version=7.4", { token, body: { value: "v" } });
});
after(() => rig[Symbol.asyncDispose]());

const at = (host: string, path: string, version = "7.4") =>
  `https://${host}.vault.aro.test/${path}?api-version=${version}`;

test("who comes without a token hears whom to ask for one, and for what", async () => {
  for (const path of ["secrets/s", "nothing/here"]) {
    const answer = await rig.call("GET", at("open", path));
    assert.equal(answer.status, 401);
    assert.equal(
      answer.headers["www-authenticate"],
      `Bearer authorization="${rig.base}/${tenantId}", resource="https://vault.aro.test"`,
    );
    assert.match(answer.json.error.message, /^AKV10000/);
  }
});

test("a token for somebody else, from elsewhere, or of yesterday is 401 with what is wrong with it", async () => {
  const wrong = rig.token(somebody, "https://storage.azure.com");
  assert.match((await rig.call("GET", at("open", "secrets/s"), { token: wrong })).json.error.message, /^AKV10022/);
  const old = rig.token(somebody, undefined, 1_600_000_000_000);
  assert.match((await rig.call("GET", at("open", "secrets/s"), { token: old })).json.error.message, /TokenExpired/);
  assert.equal((await rig.call("GET", at("open", "secrets/s"), { token: "a.b.c" })).status, 401);
});

test("the vault's own list says who may do what, and a refusal names the caller", async () => {
  const read = await rig.call("GET", at("reads", "secrets/s"), { token });
  assert.equal(read.status, 404, "it may look, and there is nothing");
  const write = await rig.call("PUT", at("reads", "secrets/s"), { token, body: { value: "v" } });
  assert.equal(write.status, 403);
  assert.equal(write.json.error.code, "Forbidden");
  assert.equal(write.json.error.innererror.code, "AccessDenied");
  assert.equal(
    write.json.error.message,
    `The user, group or application 'appid=${somebody.appId};oid=${somebody.objectId};iss=${rig.base}/${tenantId}/' does not have secrets set permission on key vault 'reads;location=eastus'. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125287`,
  );
});

test("with roles, each operation asks for its own data action at its own object", async () => {
  asked.length = 0;
  const { json } = await rig.call("GET", at("roles", "secrets/s"), { token });
  assert.deepEqual([json.error.code, json.error.innererror.code], ["Forbidden", "ForbiddenByRbac"]);
  assert.match(json.error.message, /Action: 'Microsoft.KeyVault\/vaults\/secrets\/getSecret\/action'/);
  assert.match(json.error.message, /DenyAssignmentId: null/);
  const { id } = vault("roles");
  assert.deepEqual(asked, [
    {
      objectId: somebody.objectId,
      action: "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      scope: `${id}/secrets/s`,
      data: true,
    },
  ]);
  decision = { allowed: false, because: "denied", denyAssignment: { id: "/deny/1", name: "d" } };
  const denied = await rig.call("GET", at("roles", "secrets"), { token });
  assert.match(denied.json.error.message, /DenyAssignmentId: \/deny\/1/);
  assert.equal(asked.at(-1)?.scope, id);
  decision = { allowed: true };
  assert.equal((await rig.call("PUT", at("roles", "secrets/s"), { token, body: { value: "v" } })).status, 200);
  decision = { allowed: false, because: "no role" };
});

test("a vault that is not there is refused by the proxy, and by the service on a connection that still stands", async () => {
  await assert.rejects(
    rig.call("GET", at("missing", "secrets/s"), { token }),
    /403 Forbidden[\s\S]*'missing\.vault\.aro\.test:443'/,
  );
  rig.vaults.delete("reads");
  await assert.rejects(rig.call("GET", at("reads", "secrets/s"), { token }), /403 Forbidden/);
  rig.vaults.set("reads", vault("reads"));
  const other = byHost([], suffix, async () => ({ status: 200, headers: {}, body: new Uint8Array() }));
  const answer = await other({
    method: "GET",
    url: new URL("https://x.nothing.aro.test/"),
    headers: {},
    body: new Uint8Array(),
    signal: new AbortController().signal,
  });
  assert.equal(answer.status, 404);
});

test("every version that clients send is taken, and no other", async () => {
  for (const version of vaultVersions)
    assert.equal((await rig.call("GET", at("open", "secrets/s", version), { token })).status, 200, version);
  for (const bad of ["7.9", "", "latest"]) {
    const answer = await rig.call("GET", at("open", "secrets/s", bad), { token });
    assert.deepEqual([answer.status, answer.json.error.code], [400, "BadParameter"], bad);
  }
});

test("what is unknown is an error that names it", async () => {
  const cases: [string, string, string, object | undefined, number, RegExp][] = [
    ["GET", "secrets/s", "&colour=blue", undefined, 400, /colour/],
    ["PUT", "secrets/s", "", { value: "v", colour: "blue" }, 400, /colour/],
    ["PUT", "secrets/s", "", { value: 1 }, 400, /value/],
    ["PUT", "secrets/s", "", {}, 400, /value/],
    ["PUT", "secrets/s", "", { value: "v", attributes: { nbf: 2, exp: 1 } }, 400, /exp/],
    ["PUT", "secrets/s_1", "", { value: "v" }, 400, /s_1/],
    ["PUT", `secrets/${"a".repeat(128)}`, "", { value: "v" }, 400, /invalid name/],
    ["PUT", "secrets/s", "", { value: "v".repeat(25_601) }, 400, /25600/],
    ["POST", "secrets/s", "", {}, 405, /POST/],
    ["GET", "storage", "", undefined, 404, /storage/],
    [
      "POST",
      "certificates/c/create",
      "",
      { policy: { issuer: { name: "Self" }, x509_props: { subject: "nonsense" } } },
      400,
      /subject/,
    ],
    [
      "POST",
      "certificates/c/create",
      "",
      { policy: { issuer: { name: "Self" }, key_props: { kty: "oct" }, x509_props: { subject: "CN=a" } } },
      400,
      /kty/,
    ],
  ];
  for (const [method, path, query, body, status, words] of cases) {
    const answer = await rig.call(method, `${at("open", path)}${query}`, {
      token,
      ...(body === undefined ? {} : { body }),
    });
    assert.equal(answer.status, status, `${method} ${path} ${answer.text}`);
    assert.match(answer.json.error.message, words);
  }
});

test("garbage is never a success and never our fault", async () => {
  const paths = vaultOperations.map(({ path }) => path.slice(1));
  const part = fc.oneof(
    fc.constantFrom("s", "..", "%00", "%zz", "versions", "a".repeat(200)),
    fc.string({ maxLength: 8 }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"),
      fc.constantFrom(...paths),
      part,
      fc.oneof(fc.constant("{"), fc.constant("[]"), fc.json(), fc.string(), fc.constant('{"value":{"a":[]}}')),
      async (method, path, name, body) => {
        const filled = path.replaceAll(/\{\w+\}/g, encodeURIComponent(`?${name}`));
        const answer = await rig.call(method, `https://open.vault.aro.test/${filled}?api-version=7.4`, {
          kept: true,
          token,
          body,
        });
        const isList = method === "GET" && !path.includes("{");
        assert.ok(answer.status >= 400 ? answer.status < 500 : isList, `${method} ${filled} ${body}: ${answer.status}`);
      },
    ),
    { numRuns: 150 },
  );
});
