import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
import type { HttpAnswer } from "../testing/cloud-calls.ts";
import { type RunningCloud, runCloud } from "../testing/running-cloud.ts";

let cloud: RunningCloud;
let owner: string;
let guest: string;
let subscription: string;

before(async () => {
  cloud = await runCloud({ engine: "real", configuration: { timeScale: 1_000, throttling: { enabled: false } } });
  owner = await cloud.token();
  const { appId, clientSecret } = (await cloud.control("POST", "/principals", {})).json.principals[0];
  guest = await cloud.token({ clientId: appId, secret: clientSecret });
  subscription = cloud.emulator.identities.subscriptionId;
  await cloud.call("PUT", `/subscriptions/${subscription}/resourceGroups/rg?api-version=2021-04-01`, {
    token: owner,
    body: { location: "eastus" },
  });
});
after(() => cloud[Symbol.asyncDispose]());

const verbs = ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE", "OPTIONS"];
const providers = [
  "Microsoft.Network",
  "Microsoft.Authorization",
  "Microsoft.Resources",
  "Microsoft.Storage",
  "Odd.One",
];
const words = [
  ...[
    "subscriptions",
    "resourceGroups",
    "resourcegroups",
    "providers",
    "locations",
    "eastus",
    "operations",
    "deployments",
  ],
  ...["virtualNetworks", "subnets", "roleAssignments", "denyAssignments", "permissions", "storageAccounts", "default"],
  ...[
    "rg",
    "x",
    "validate",
    "whatIf",
    "register",
    "listKeys",
    "..",
    ".",
    "%",
    "%00",
    "%2f",
    "%2F..",
    "é",
    "a b",
    "<x>",
  ],
  "0".repeat(300),
];
const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words, ...providers) },
  { weight: 1, arbitrary: fc.uuid() },
  { weight: 1, arbitrary: fc.string({ maxLength: 8 }).map(encodeURIComponent) },
);
const path = fc.oneof(
  fc.array(segment, { maxLength: 8 }).map((parts) => `/${parts.join("/")}`),
  fc
    .tuple(fc.constantFrom("", "/resourceGroups/rg"), fc.array(segment, { maxLength: 6 }))
    .map(([scope, parts]) => `/subscriptions/{S}${scope}/${parts.join("/")}`),
  fc
    .tuple(fc.constantFrom(...providers), fc.array(segment, { minLength: 1, maxLength: 5 }))
    .map(([name, parts]) => `/subscriptions/{S}/resourceGroups/rg/providers/${name}/${parts.join("/")}`),
);
const query = fc.oneof(
  fc.constantFrom(
    "?api-version=2021-04-01",
    "?api-version=2022-04-01",
    "?api-version=2020-08-01",
    "?api-version=2021-09-01",
    "",
    "?api-version=",
    "?api-version=now",
    "?api-version=2021-04-01&api-version=2021-04-01",
    "?api-version=2021-04-01&$filter=garbage(",
    "?api-version=2022-04-01&$filter=principalId eq 'x' or",
    "?api-version=2021-04-01&$top=-1",
    "?api-version=2021-04-01&$skiptoken=AAAA",
    "?api-version=2021-04-01&$expand=everything",
  ),
  fc.string({ maxLength: 12 }).map((text) => `?${encodeURIComponent(text)}`),
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "{",
    "null",
    "[]",
    "1",
    '{"properties":null}',
    '{"location":1}',
    '{"location":"eastus","tags":[]}',
  ),
  fc.json({ maxDepth: 3 }),
  fc.json({ maxDepth: 2 }).map((inner) => `{"location":"eastus","properties":${inner}}`),
);
const headers = fc.dictionary(
  fc.constantFrom(
    "if-match",
    "if-none-match",
    "content-type",
    "x-ms-client-request-id",
    "accept-language",
    "x-http-method",
  ),
  fc.stringMatching(/^[ -~]{0,20}$/),
  { maxKeys: 3 },
);

/** Errors have code and message, recursively (ARM-ERR-01). */
function checkError(error: { code?: unknown; message?: unknown; details?: unknown[] }): void {
  assert.ok(typeof error.code === "string" && error.code !== "", JSON.stringify(error));
  assert.ok(typeof error.message === "string" && error.message !== "", JSON.stringify(error));
  for (const one of error.details ?? []) checkError(one as Parameters<typeof checkError>[0]);
}

function check(answer: HttpAnswer, method: string): void {
  assert.ok(answer.status < 500, `${answer.status} ${answer.text}`);
  if (answer.status >= 400 && method !== "HEAD") checkError(answer.json?.error ?? {});
  if (answer.status >= 400) assert.ok(answer.headers["x-ms-request-id"], "every answer has an id (ARM-HDR-01)");
}

const call = fc.record({ method: fc.constantFrom(...verbs), path, query, body, headers });

test("whatever an owner sends is answered below 500, errors in ARM's envelope (ARM-ERR-06) (ARM-ERR-01)", async () => {
  await fc.assert(
    fc.asyncProperty(call, async ({ method, path, query, body, headers }) => {
      const where = sendable(path) + query.replaceAll(" ", "%20");
      const answer = await cloud.call(method, where, { token: owner, body, headers });
      check(answer, method);
    }),
    { numRuns: 400 },
  );
});

test("whoever has no role gets nothing but refusals and what everybody may read", async () => {
  await fc.assert(
    fc.asyncProperty(call, async ({ method, path, query, body, headers }) => {
      const where = sendable(path) + query.replaceAll(" ", "%20");
      const answer = await cloud.call(method, where, { token: guest, body, headers });
      check(answer, method);
      if (answer.status >= 400) return;
      assert.ok(["GET", "HEAD"].includes(method), `${method} ${where}: ${answer.status} ${answer.text}`);
      assert.ok(!where.toLowerCase().includes("/resourcegroups/"), `${where}: ${answer.text}`);
    }),
    { numRuns: 250 },
  );
});

test("a token with any change in it is 401, and so is anything that is no token", async () => {
  const at = `/subscriptions/${subscription}?api-version=2022-12-01`;
  const [head = "", claims = "", signature = ""] = owner.split(".");
  const flip = (text: string, index: number): string => {
    const at = index % Math.max(1, text.length - 2);
    return `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`;
  };
  const unsigned = Buffer.from('{"alg":"none","typ":"JWT"}').toString("base64url");
  const torn = fc.oneof(
    fc.nat({ max: 5_000 }).map((index) => [flip(head, index), claims, signature].join(".")),
    fc.nat({ max: 5_000 }).map((index) => [head, flip(claims, index), signature].join(".")),
    fc.nat({ max: 5_000 }).map((index) => [head, claims, flip(signature, index)].join(".")),
    fc.constantFrom(`${unsigned}.${claims}.`, `${head}.${claims}.`, `${head}.${claims}`, "a.b.c", ".", "..", "x"),
    fc.stringMatching(/^[!-~]{1,60}$/),
  );
  await fc.assert(
    fc.asyncProperty(torn, fc.constantFrom(...verbs), async (token, method) => {
      const answer = await cloud.call(method, at, { headers: { authorization: `Bearer ${token}` } });
      assert.equal(answer.status, 401, token);
      assert.match(answer.headers["www-authenticate"] ?? "", /^Bearer authorization_uri=/);
    }),
    { numRuns: 100 },
  );
  for (const scheme of ["Basic", "bearer ", "", "Negotiate", "SharedKey x:y"])
    assert.equal((await cloud.call("GET", at, { headers: { authorization: `${scheme} ${owner}x` } })).status, 401);
});

/** A path that can be sent: characters that no address has are encoded, what is encoded already stays. */
const sendable = (path: string): string =>
  encodeURI(path.replaceAll("{S}", subscription))
    .replace(/%25(?=[0-9a-f]{2})/gi, "%")
    .replaceAll(/[<>]/g, encodeURIComponent)
    // Two slashes at the beginning would name a host to the test's own client.
    .replace(/^\/{2,}/, "/");
