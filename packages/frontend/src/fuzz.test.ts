import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { apiVersions } from "@aro/api/versions";
import fc from "fast-check";
import { clusterBody, secrets, subscriptionId } from "./testing/cluster-body.ts";
import { armCertificate, clusterPath, openWorld, version } from "./testing/world.ts";

/** Repeated by `seed` when it fails; fast-check prints the smallest case. */
const settings = { numRuns: 1_500, seed: 20_260_101 };

const segment = fc.oneof(
  fc.constantFrom(
    "subscriptions",
    "resourceGroups",
    "providers",
    "Microsoft.RedHatOpenShift",
    "openShiftClusters",
    "locations",
    "eastus",
    "operationsstatus",
    "operationresults",
    "operations",
    "healthz",
    "ready",
    "admin",
    "c1",
    "rg",
    subscriptionId,
    "",
    ".",
    "..",
    "%2f",
    "%00",
    "%252f",
    "%zz",
    "%c3%28",
    "a".repeat(300),
    "__proto__",
    "constructor",
    "*",
    "{",
    "ü",
    "😀",
  ),
  fc.string({ maxLength: 20, unit: "binary" }).map((text) => text.replaceAll("?", "").toWellFormed()),
);
const s = `/subscriptions/${subscriptionId}`;
const knownPath = fc.constantFrom(
  clusterPath("c1"),
  clusterPath("c2"),
  clusterPath("c1").replace(/\/c1$/, ""),
  `${s}/providers/Microsoft.RedHatOpenShift/openShiftClusters`,
  `${s}/providers/Microsoft.RedHatOpenShift/locations/eastus/operationsstatus/33333333-3333-4333-8333-333333333333`,
  `${s}/providers/Microsoft.RedHatOpenShift/locations/eastus/operationresults/33333333-3333-4333-8333-333333333333`,
  "/providers/Microsoft.RedHatOpenShift/operations",
  s,
);
const path = fc.oneof(
  { weight: 4, arbitrary: knownPath },
  { weight: 1, arbitrary: fc.array(segment, { maxLength: 9 }).map((segments) => `/${segments.join("/")}`) },
);
const query = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      "?api-version=2.0",
      `?${version}`,
      ...[...apiVersions.keys()].map((name) => `?api-version=${name}`),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom("api-version", "API-VERSION", "$skipToken", "$top", "$filter", "x", "__proto__", ""),
          fc.oneof(
            fc.constantFrom("2025-07-25", "2.0", "admin", "-1", "10", "%", "AAAA"),
            fc.string({ unit: "binary", maxLength: 30 }),
          ),
        ),
        { maxLength: 4 },
      )
      .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value.replaceAll("#", "")}`).join("&")}`),
  },
);
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("GET", "PUT", "PUT", "PUT", "PATCH", "PATCH", "DELETE") },
  { weight: 1, arbitrary: fc.constantFrom("POST", "HEAD", "OPTIONS", "TRACE", "get", "", "PROPFIND", "\u0000") },
);

/** A valid body with some of its values replaced by something else, or torn. */
const awkward = fc.oneof(
  fc.constantFrom(
    null,
    true,
    "",
    " ",
    0,
    -1,
    1.5,
    1e308,
    -0,
    [],
    {},
    [null],
    [[]],
    "\u0000",
    "\ud800",
    "__proto__",
    "9".repeat(400),
    2 ** 53,
  ),
  fc.jsonValue({ maxDepth: 3 }),
);
const mutated = fc
  .tuple(fc.array(fc.tuple(fc.nat(), awkward), { maxLength: 4 }), fc.nat(), fc.integer({ min: 0, max: 20 }))
  .map(([mutations, cut, tear]) => {
    const body = clusterBody(1) as Record<string, unknown>;
    for (const [place, value] of mutations) {
      const places: (() => void)[] = [];
      const walk = (at: Record<string, unknown>): void => {
        for (const name of Object.keys(at)) {
          places.push(() => {
            at[name] = structuredClone(value);
          });
          places.push(() => {
            at[`${name}x`] = structuredClone(value);
          });
          if (typeof at[name] === "object" && at[name] !== null) walk(at[name] as Record<string, unknown>);
        }
      };
      walk(body);
      places[place % places.length]?.();
    }
    const text = JSON.stringify(body);
    return tear === 0 ? text.slice(0, cut % text.length) : text;
  });
const body = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: fc.json() },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "null",
      "[]",
      "",
      '{"state":"Registered"}',
      '{"tags":{"a":"b","a":"c"}}',
      "{}",
      '{"properties":null}',
      '{"tags":null}',
      '{"identity":{"userAssignedIdentities":null}}',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 100 }) },
);
const headerValue = fc.oneof(
  fc.constantFrom(
    "",
    "*",
    '"1"',
    "null",
    "[]",
    "{}",
    "true",
    '{"createdBy":1,"createdAt":null}',
    "https://x:99999/",
    "https://[",
    "W/",
    ",,,",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const headers = fc.dictionary(
  fc.constantFrom(
    "referer",
    "content-type",
    "if-match",
    "if-none-match",
    "x-ms-arm-resource-system-data",
    "x-ms-home-tenant-id",
    "x-ms-client-tenant-id",
    "x-ms-client-request-id",
    "x-ms-return-client-request-id",
    "x-ms-correlation-request-id",
    "x-ms-identity-url",
    "user-agent",
    "accept-language",
  ),
  headerValue,
  { maxKeys: 3 },
);

describe("any request, however malformed", () => {
  it("is answered once, in the envelope, and never with a 5xx (ARM-ERR-01, ARM-ERR-06, ARM-ERR-08)", async () => {
    await using world = await openWorld();
    const statuses = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        method,
        path,
        query,
        body,
        headers,
        fc.integer({ min: 0, max: 30 }),
        async (verb, where, what, sent, given, stranger) => {
          // `call` checks what holds for every answer.
          const reply = await world.call(verb, where + what, {
            body: sent,
            headers: given,
            certificate: stranger === 0 ? Buffer.from("somebody") : armCertificate,
          });
          assert.ok(reply.status >= 200 && reply.status < 500, `${reply.status} ${reply.body}`);
          statuses.set(String(reply.status), (statuses.get(String(reply.status)) ?? 0) + 1);
          for (const name of Object.values(secrets)) assert.ok(!reply.body?.includes(name));
        },
      ),
      settings,
    );
    // The fuzz reaches further than the first check.
    for (const status of ["200", "400", "403", "404", "405", "412", "415"])
      assert.ok((statuses.get(status) ?? 0) > 0, `no ${status}: ${[...statuses]}`);
    for (const line of world.logged) for (const secret of Object.values(secrets)) assert.ok(!line.includes(secret));
    const { cluster, operation, work } = await world.census();
    assert.ok(cluster.length <= 2 && work.length === cluster.length && operation.length >= cluster.length);
  });

  it("creates nothing that its rules refuse: what is stored can be shown and put again (ARM-PUT-05)", async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async (text) => {
        await using world = await openWorld();
        const created = await world.cluster("PUT", "c1", { body: text });
        if (created.status !== 201) {
          assert.equal(created.status, 400);
          assert.deepEqual(Object.values(await world.census()).flat(), []);
          return;
        }
        await world.end("c1", "Succeeded");
        const { json } = await world.cluster("GET", "c1");
        const again = await world.cluster("PUT", "c1", { body: json });
        assert.deepEqual([again.status, again.headers["azure-asyncoperation"]], [200, undefined], again.body ?? "");
      }),
      { numRuns: 60, seed: settings.seed },
    );
  });
});
