import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StoreUnavailable } from "@aro/database";
import { manualClock } from "@aro/runtime";
import { createFrontend } from "../frontend.ts";
import { clusterBody, subscriptionId } from "../testing/cluster-body.ts";
import { armHost, clusterPath, openWorld, requestOf, version, type World } from "../testing/world.ts";

const error = (reply: { json: object }) =>
  (reply.json as { error: { code: string; message: string; target?: string } }).error;
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
        assert.equal(error(reply).code, "InvalidResourceType");
        assert.match(error(reply).message, /microsoft\.redhatopenshift/i);
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
        assert.equal(error(reply).code, "Forbidden");
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
      assert.deepEqual([reply.status, error(reply).code, reply.headers["allow"]], [405, "MethodNotAllowed", allow]);
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
      assert.deepEqual([reply.status, error(reply).code], [400, code], path);
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
    assert.deepEqual([over.status, error(over).code], [400, "InvalidResource"]);
    const exact = await world.cluster("PUT", "c1", { body: pad(1_048_576) });
    assert.equal(error(exact).code, "InvalidParameter");
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
        assert.deepEqual([reply.status, error(reply).code], [400, "InvalidRequestContent"], String(body));
      }
    const twice = await world.cluster("PUT", "c1", { body: '{"tags":{"a":"b","a":"c"}}' });
    assert.equal(error(twice).target, "tags.a");
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

describe("headers", () => {
  it("give a fresh request id, never an echo, and the client's own id only when asked (ARM-HDR-01, ARM-HDR-02)", async () => {
    await using world = await openWorld();
    const ids = {
      "x-ms-client-request-id": "client-1",
      "x-ms-request-id": "mine",
      "x-ms-correlation-request-id": "corr-1",
    };
    for (const [ask, echo] of [
      [undefined, undefined],
      ["false", undefined],
      ["true", "client-1"],
      ["TRUE", "client-1"],
    ] as const)
      for (const path of [`${clusterPath("c1")}?${version}`, "/nothing", `/subscriptions/${subscriptionId}`]) {
        const { headers } = await world.call("GET", path, {
          headers: { ...ids, "x-ms-return-client-request-id": ask },
        });
        assert.equal(headers["x-ms-client-request-id"], echo);
        assert.notEqual(headers["x-ms-request-id"], "mine");
        const line =
          world.logged.find(
            (each) => each.includes("request.answered") && each.includes(headers["x-ms-request-id"] ?? "?"),
          ) ?? "";
        assert.match(line, /"correlation_id":"corr-1".*"client_request_id":"client-1"/);
      }
  });

  it("cannot break a log line, or a header, with control characters", async () => {
    await using world = await openWorld();
    await world.call("GET", `${clusterPath("c1")}?${version}`, {
      headers: {
        "user-agent": 'a\r\n{"level":"error"}',
        "x-ms-client-request-id": "x\r\ny",
        "x-ms-return-client-request-id": "true",
      },
    });
    for (const line of world.logged) assert.equal(line.trimEnd().split("\n").length, 1);
    assert.ok(!world.logged.join("").includes("\\r"));
  });
});

describe("failures", () => {
  const hung = <T>() => new Promise<T>(() => {});

  for (const [what, hang] of [
    [
      "reading the subscription",
      (world: World) => {
        world.database.subscriptions.read = hung;
      },
    ],
    [
      "reading the cluster",
      (world: World) => {
        world.database.clusters.byKey = hung;
      },
    ],
    [
      "the batch",
      (world: World) => {
        world.database.clusters.container.batch = hung;
      },
    ],
  ] as const)
    it(`answers 503 with Retry-After in time though ${what} hangs (ARM-HDR-08, ARM-HDR-10)`, async () => {
      const clock = manualClock();
      await using world = await openWorld({ clock });
      hang(world);
      const answer = world.cluster("PUT", "c1", { body: clusterBody() });
      await clock.advance(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(world.deps.durations.dependencyDeadline);
      const reply = await answer;
      assert.deepEqual(
        [reply.status, error(reply).code, reply.headers["retry-after"]],
        [503, "ServiceUnavailable", "10"],
      );
    });

  it("answers 503 after 50 s though a check of the create never ends (ARM-HDR-08)", async () => {
    const clock = manualClock();
    const signals: AbortSignal[] = [];
    await using world = await openWorld({ clock });
    const frontend = createFrontend({
      ...world.deps,
      durations: { ...world.deps.durations, dependencyDeadline: 1e9 },
      createChecks: [
        (_create, signal) => {
          signals.push(signal);
          return hung();
        },
      ],
    });
    const answer = frontend.handle(requestOf("PUT", `${clusterPath("c1")}?${version}`, { body: clusterBody() }));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await clock.advance(49_999);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [false],
    );
    await clock.advance(1);
    assert.equal((await answer).status, 503);
    assert.deepEqual(
      signals.map(({ aborted }) => aborted),
      [true],
    );
    assert.deepEqual((await world.census()).cluster, []);
  });

  it("says 503 when the store cannot answer, and 500 without the reason for anything else (ARM-ERR-02, ARM-ERR-07)", async () => {
    await using world = await openWorld();
    world.database.clusters.byKey = () => Promise.reject(new StoreUnavailable("disk /dev/sda1 is busy"));
    const busy = await world.cluster("GET", "c1");
    assert.deepEqual([busy.status, busy.headers["retry-after"]], [503, "10"]);
    world.database.clusters.byKey = () => Promise.reject(new Error("host db-7.internal exploded"));
    const broken = await world.cluster("GET", "c1");
    assert.deepEqual(
      [broken.status, error(broken).code, broken.headers["retry-after"]],
      [500, "InternalServerError", undefined],
    );
    assert.doesNotMatch(`${busy.body}${broken.body}`, /sda1|db-7|at /);
    assert.match(error(broken).message, new RegExp(broken.headers["x-ms-request-id"] as string));
    assert.match(world.logged.join(""), /db-7\.internal exploded/);
  });

  it("ends the request that failed only (ARM-ERR-08)", async () => {
    await using world = await openWorld();
    const { byKey } = world.database.clusters;
    let calls = 0;
    world.database.clusters.byKey = (key) =>
      calls++ % 2 === 0 ? Promise.reject(new Error("odd one out")) : byKey(key);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => world.cluster("GET", "c1")));
    assert.deepEqual(new Set(statuses.map(({ status }) => status)), new Set([500, 404]));
  });
});

describe("links", () => {
  it("take scheme and host from Referer, never from Host (ARM-HDR-03)", async () => {
    await using world = await openWorld();
    const created = await world.cluster("PUT", "c1", {
      body: clusterBody(),
      headers: { host: "our.internal:8443", referer: `${armHost}/x?${version}` },
    });
    assert.equal(created.status, 201);
    for (const name of ["azure-asyncoperation", "location"])
      assert.equal(new URL(created.headers[name] as string).origin, armHost);
    assert.doesNotMatch(JSON.stringify(created), /our\.internal/);
  });

  for (const referer of [
    undefined,
    "",
    "/relative",
    "not an address",
    "ftp://arm.example/",
    "https://",
    "javascript:alert(1)",
  ])
    it(`are refused with 400, and nothing is stored, for the Referer ${JSON.stringify(referer)} (ARM-HDR-04)`, async () => {
      await using world = await openWorld();
      const put = await world.cluster("PUT", "c1", { body: clusterBody(), headers: { referer } });
      assert.deepEqual([put.status, error(put).target], [400, "Referer"]);
      assert.deepEqual((await world.census()).cluster, []);
      await world.made("c1", 1);
      assert.equal((await world.cluster("DELETE", "c1", { headers: { referer } })).status, 400);
      assert.equal((await world.stored("c1")).openShiftCluster.properties.provisioningState, "Succeeded");
      // What emits no link needs none.
      assert.equal((await world.cluster("GET", "c1", { headers: { referer } })).status, 200);
      assert.equal((await world.cluster("PUT", "c1", { body: clusterBody(), headers: { referer } })).status, 200);
      assert.equal((await world.cluster("DELETE", "none", { headers: { referer } })).status, 204);
    });
});
