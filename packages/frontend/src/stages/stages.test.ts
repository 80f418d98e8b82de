import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { manualClock } from "@aro/runtime";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { clusterPath, openWorld, requestOf, version } from "../testing/world.ts";

const operation = "22222222-2222-4222-8222-222222222222";
const locations = `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift/locations/eastus`;

/** One call of every route that has a version. */
const versioned: readonly (readonly [string, string])[] = [
  ["GET", clusterPath("c1").replace(/\/c1$/, "")],
  ["GET", `/subscriptions/${subscriptionId}/providers/Microsoft.RedHatOpenShift/openShiftClusters`],
  ["GET", clusterPath("c1")],
  ["PUT", clusterPath("c1")],
  ["PATCH", clusterPath("c1")],
  ["DELETE", clusterPath("c1")],
  ["GET", `${locations}/operationsstatus/${operation}`],
  ["GET", `${locations}/operationresults/${operation}`],
];

describe("api-version", () => {
  it("is needed once, well-formed and registered on every route that has versions (ARM-URI-01)", async () => {
    await using world = await openWorld();
    for (const [method, path] of versioned)
      for (const query of [
        "",
        "?api-version=",
        "?api-version=2025-07-2",
        "?api-version=2025-07-26",
        "?api-version=2.0",
        "?api-version=2025-07-25%20",
        `?${version}&${version}`,
        `?${version}&API-Version=2024-08-12-preview`,
      ]) {
        const reply = await world.call(method, path + query, { body: method.startsWith("P") ? {} : undefined });
        assert.equal(reply.status, 400, `${method} ${path}${query}`);
        assert.equal(errorOf(reply).code, "InvalidResourceType");
        assert.match(errorOf(reply).message, /microsoft\.redhatopenshift/i);
      }
  });

  it("is 2.0 for the subscription's notification and nothing else, not even admin (ARM-URI-02)", async () => {
    await using world = await openWorld();
    for (const query of [
      "",
      `?${version}`,
      "?api-version=admin",
      "?api-version=2.0&api-version=2.0",
      "?api-version=2",
    ]) {
      const reply = await world.call("PUT", `/subscriptions/${subscriptionId}${query}`, {
        body: { state: "Registered" },
      });
      assert.equal(reply.status, 400, query);
    }
  });

  it("does not matter for the operations list, because ARM fans that call out (ARM-URI-01)", async () => {
    await using world = await openWorld();
    for (const query of ["", "?api-version=1999-01-01", `?${version}`])
      assert.equal((await world.call("GET", `/providers/Microsoft.RedHatOpenShift/operations${query}`)).status, 200);
  });
});

describe("authentication", () => {
  it("refuses everybody but ARM with 403, before anything else is said (ARM-HDR-05)", async () => {
    await using world = await openWorld();
    for (const certificate of [undefined, Buffer.from("another"), Buffer.from("the certificate of ARM2")])
      for (const [method, path] of [
        ...versioned,
        ["PUT", `/subscriptions/${subscriptionId}?api-version=2.0`],
        ["GET", "/providers/Microsoft.RedHatOpenShift/operations"],
        ["GET", "/"],
        ["POST", "/nothing/here"],
        ["DELETE", "/healthz/nothing"],
        ["GET", "/subscriptions/no-guid/providers/Microsoft.RedHatOpenShift/openShiftClusters"],
      ] as const) {
        const reply = await world.call(method, path, {
          certificate,
          body: "{",
          headers: { "content-type": "text/plain" },
        });
        assert.equal(reply.status, 403, `${method} ${path}`);
        assert.equal(errorOf(reply).code, "Forbidden");
      }
  });

  it("takes calls of administrators from their own certificate only", async () => {
    const admin = Buffer.from("the certificate of administrators");
    await using world = await openWorld({
      deps: {
        authorisers: {
          arm: { authorises: (der) => Buffer.from("the certificate of ARM").equals(der), ready: () => true },
          admin: { authorises: (der) => admin.equals(der), ready: () => true },
        },
      },
    });
    assert.equal((await world.call("GET", "/admin/nothing")).status, 403);
    assert.equal((await world.call("GET", "/Admin/nothing", { certificate: admin })).status, 404);
    assert.equal((await world.call("GET", `${clusterPath("c1")}?api-version=admin`)).status, 403);
    assert.equal((await world.call("GET", `${clusterPath("c1")}?${version}`, { certificate: admin })).status, 403);
  });
});

describe("paths", () => {
  it("that nothing serves are 404 in the envelope (ARM-URI-08)", async () => {
    await using world = await openWorld();
    for (const path of [
      "/",
      "/subscriptions",
      `${clusterPath("c1")}/syncSets`,
      "/healthz",
      "*",
      "",
      "/%",
      "/admin",
      "//",
      `/subscriptions/${subscriptionId}/resourceGroups/rg`,
    ]) {
      const reply = await world.call("GET", path === "*" ? path : `${path}?${version}`);
      assert.equal(reply.status, path === "/admin" ? 403 : 404, path);
    }
    const { message } = errorOf(await world.call("GET", `${clusterPath("c1")}/syncSets?${version}`));
    assert.match(message, /c1\/syncSets'/, "the end of the path, where the fault is, is told");
  });

  it("with a method they have not are 405, in the envelope and with Allow (ARM-ERR-01, ARM-URI-08)", async () => {
    await using world = await openWorld();
    for (const [method, path, allow] of [
      ["POST", clusterPath("c1"), "GET, PUT, PATCH, DELETE"],
      ["PUT", "/providers/Microsoft.RedHatOpenShift/operations", "GET"],
      ["GET", `/subscriptions/${subscriptionId}`, "PUT"],
      ["DELETE", `${locations}/operationsstatus/${operation}`, "GET"],
      ["OPTIONS", clusterPath("c1"), "GET, PUT, PATCH, DELETE"],
      ["get", clusterPath("c1"), "GET, PUT, PATCH, DELETE"],
    ] as const) {
      const reply = await world.call(method, `${path}?${version}`);
      assert.deepEqual([reply.status, errorOf(reply).code, reply.headers["allow"]], [405, "MethodNotAllowed", allow]);
    }
  });

  it("have parts with rules of their own, each with its code (ARM-URI-05)", async () => {
    await using world = await openWorld();
    const s = subscriptionId;
    const ns = "Microsoft.RedHatOpenShift";
    const long = "a".repeat(91);
    for (const [path, code] of [
      [`/subscriptions/1234/resourceGroups/rg/providers/${ns}/openShiftClusters/c`, "InvalidSubscriptionID"],
      [`/subscriptions/{${s}}/providers/${ns}/openShiftClusters`, "InvalidSubscriptionID"],
      [`/subscriptions/${s.replaceAll("-", "")}/providers/${ns}/openShiftClusters`, "InvalidSubscriptionID"],
      [`/subscriptions/${s}/resourceGroups/rg./providers/${ns}/openShiftClusters`, "ResourceGroupNotFound"],
      [`/subscriptions/${s}/resourceGroups/${long}/providers/${ns}/openShiftClusters`, "ResourceGroupNotFound"],
      [`/subscriptions/${s}/resourceGroups/r%20g/providers/${ns}/openShiftClusters/c`, "ResourceGroupNotFound"],
      [`/subscriptions/${s}/resourceGroups/gr%C3%BC/providers/${ns}/openShiftClusters/c`, "ResourceGroupNotFound"],
      [
        `/subscriptions/${s}/resourceGroups/rg/providers/Microsoft.Compute/openShiftClusters/c`,
        "InvalidResourceNamespace",
      ],
      [`/subscriptions/${s}/providers/Microsoft.Compute/virtualMachines`, "InvalidResourceNamespace"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/virtualMachines/c`, "InvalidResourceType"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/a%2fb`, "ResourceNotFound"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/a%00b`, "ResourceNotFound"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/a%252fb`, "ResourceNotFound"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/a%zzb`, "ResourceNotFound"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/%2e%2e`, "ResourceNotFound"],
      [`/subscriptions/${s}/resourceGroups/rg/providers/${ns}/openShiftClusters/${long}`, "ResourceNotFound"],
      [`/subscriptions/${s}/providers/${ns}/locations/westus/operationsstatus/${operation}`, "InvalidLocation"],
      [`/subscriptions/${s}/providers/${ns}/locations/eastus/operationsstatus/1`, "InvalidOperationID"],
      [`/subscriptions/${s}/providers/${ns}/locations/eastus/operationresults/${operation}x`, "InvalidOperationID"],
      ["/providers/Microsoft.Compute/operations", "InvalidResourceNamespace"],
    ] as const) {
      const reply = await world.call("GET", `${path}?${version}`);
      assert.deepEqual([reply.status, errorOf(reply).code], [400, code], path);
    }
    for (const name of ["a", "a".repeat(90), "(-_.)", "%61b"])
      assert.equal((await world.call("GET", `${clusterPath(name)}?${version}`)).status, 404, name);
  });

  it("are tolerated with more slashes, unknown parameters and an encoded letter (ARM-URI-08)", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    for (const path of [
      `/${clusterPath("c1")}/?${version}&foo=1&foo=2&%zz`,
      `${clusterPath("%63%31")}?${version}`,
      `${clusterPath("c1").replace("/providers", "//./providers")}?${version}#x`,
    ])
      assert.equal((await world.call("GET", path)).status, path.endsWith("#x") ? 400 : 200, path);
  });
});

describe("bodies", () => {
  it("that are compressed are 415 and named, whatever is in them (ARM-HDR-07)", async () => {
    await using world = await openWorld();
    const zipped = gzipSync(JSON.stringify(clusterBody(1)));
    for (const [encoding, body] of [
      ["gzip", zipped],
      ["GZIP", "{}"],
      ["br, gzip", zipped],
    ] as const) {
      const reply = await world.cluster("PUT", "c1", { body, headers: { "content-encoding": encoding } });
      assert.deepEqual([reply.status, errorOf(reply).code], [415, "UnsupportedMediaType"]);
      assert.match(errorOf(reply).message, new RegExp(`'${encoding.toLowerCase()}'.*without Content-Encoding`));
    }
    const plain = { body: clusterBody(1), headers: { "content-encoding": "identity" } };
    assert.equal((await world.cluster("PUT", "c1", plain)).status, 201);
  });

  it("of another media type are 415 (ARM-HDR-07)", async () => {
    await using world = await openWorld();
    for (const type of [
      "text/plain",
      "application/jsonp",
      "application/json-patch+json",
      "",
      undefined,
      "x".repeat(5000),
    ])
      assert.equal(
        (await world.cluster("PUT", "c1", { body: "{}", headers: { "content-type": type } })).status,
        415,
        `${type}`,
      );
    for (const type of ["application/json", "application/json; charset=utf-8", "Application/JSON ;x=y"])
      assert.equal(
        (await world.cluster("PUT", "c1", { body: "{}", headers: { "content-type": type } })).status,
        400,
        `${type}`,
      );
  });

  it("over 1 MiB are 400 InvalidResource, whatever they hold (ARM-HDR-07)", async () => {
    await using world = await openWorld();
    const pad = (bytes: number) => `{"x":"${" ".repeat(bytes - 8)}"}`;
    const over = await world.cluster("PUT", "c1", { body: pad(1_048_577) });
    assert.deepEqual([over.status, errorOf(over).code], [400, "InvalidResource"]);
    const exact = await world.cluster("PUT", "c1", { body: pad(1_048_576) });
    assert.equal(errorOf(exact).code, "InvalidParameter");
  });

  it("of GET and DELETE are ignored (ARM-DEL-01)", async () => {
    await using world = await openWorld();
    const rubbish = { body: "rubbish", headers: { "content-type": "text/plain" } };
    assert.equal((await world.cluster("GET", "c1", rubbish)).status, 404);
    assert.equal((await world.cluster("DELETE", "c1", rubbish)).status, 204);
  });

  it("that are no JSON object, or say a thing twice, are 400 InvalidRequestContent (ARM-PUT-09, ARM-ERR-06)", async () => {
    await using world = await openWorld();
    for (const method of ["PUT", "PATCH"])
      for (const body of ["null", "[]", "", "{", '"x"', "1", '{"tags":{"a":"b","a":"c"}}', Uint8Array.of(0xff, 0xfe)]) {
        const reply = await world.cluster(method, "c1", { body });
        assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidRequestContent"], String(body));
      }
    const twice = await world.cluster("PUT", "c1", { body: '{"tags":{"a":"b","a":"c"}}' });
    assert.equal(errorOf(twice).target, "tags.a");
  });

  it("that break off are 400 InvalidResource", async () => {
    await using world = await openWorld();
    const answer = await world.frontend.handle({
      ...requestOf("PUT", `${clusterPath("c1")}?${version}`, {}),
      body: { read: async () => "broken" },
    });
    assert.equal(answer.status, 400);
    assert.match(answer.body ?? "", /InvalidResource/);
  });

  it("that never arrive are 400 too: nobody can make a 5xx of us by silence (ARM-ERR-06)", async () => {
    const clock = manualClock();
    await using world = await openWorld({ clock });
    const answer = world.frontend.handle({
      ...requestOf("PUT", `${clusterPath("c1")}?${version}`, {}),
      body: { read: () => new Promise(() => {}) },
    });
    await clock.advance(world.deps.durations.dependencyDeadline);
    assert.equal((await answer).status, 400);
  });
});
