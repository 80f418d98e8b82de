import assert from "node:assert/strict";
import { test } from "node:test";
import { runCluster } from "./program.ts";
import { type PaperAnswer, paperArm, paperVariables } from "./testing/paper-arm.ts";
import { type PaperWorld, paperWorld } from "./testing/world.ts";

const subscription = `/subscriptions/${paperVariables.ARO_LOCAL_SUBSCRIPTION}`;
const group = `${subscription}/resourceGroups/demo`;
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
const cluster = `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
const operation = `${subscription}/providers/microsoft.redhatopenshift/locations/eastus/operationsstatus/44444444-4444-4444-8444-444444444444`;
const createWords = "create -n c1 -g demo --vnet vnet --master-subnet master --worker-subnet worker".split(" ");
const ok = (body: unknown, headers: Record<string, string> = {}): PaperAnswer => ({ status: 200, body, headers });
const shown = (provisioningState: string) => ({
  id: cluster,
  name: "c1",
  location: "eastus",
  properties: {
    provisioningState,
    clusterProfile: { domain: "former", resourceGroupId: `${subscription}/resourceGroups/aro-former` },
    servicePrincipalProfile: { clientId: "55555555-5555-4555-8555-555555555555" },
    workerProfiles: [{ count: 3 }],
  },
});
const accepted = {
  "azure-asyncoperation": `https://localhost:18443${operation}?api-version=2025-07-25`,
  "retry-after": "1",
};
const status = (name: string, more: object = {}) =>
  ok(
    { id: operation, name: "o", status: name, startTime: "2025-07-01T10:00:00Z", ...more },
    { "retry-after": "1", date: "Tue, 01 Jul 2025 10:00:04 GMT" },
  );

/** What a subscription has in which a create can succeed. */
const surroundings: Readonly<Record<string, PaperAnswer>> = {
  [`GET ${subscription}/resourcegroups/demo`]: ok({ location: "eastus" }),
  [`GET ${subscription}/providers/Microsoft.RedHatOpenShift`]: ok({ registrationState: "Registered" }),
  [`GET ${vnet}/subnets/master`]: ok({}),
  [`GET ${vnet}/subnets/worker`]: ok({}),
};

const directory = {
  make: async (name: string) => ({ clientId: `id of ${name}`, clientSecret: "made" }),
  renew: async (clientId: string) => ({ clientId, clientSecret: "renewed" }),
};

async function run(
  words: readonly string[],
  routes: Record<string, PaperAnswer | (() => PaperAnswer)>,
  options: Parameters<typeof paperWorld>[0] = {},
) {
  const arm = paperArm((call) => {
    const route = routes[call] ?? surroundings[call];
    return typeof route === "function" ? route() : route;
  });
  const world: PaperWorld = paperWorld({
    environment: paperVariables,
    files: { "/ca.pem": "PEM" },
    httpClient: arm.httpClient,
    instance: { state: ".aro", environment: paperVariables, directory },
    ...options,
  });
  let done = false;
  const running = runCluster(words, world).finally(() => {
    done = true;
  });
  for (let turns = 0; turns < 5_000 && !done; turns++) {
    await world.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { status: await running, out: world.out(), err: world.err(), ...arm };
}

const inTurn = (...answers: PaperAnswer[]) => {
  let at = 0;
  return () => answers[Math.min(at++, answers.length - 1)] ?? { status: 500 };
};

test("create checks, PUTs, follows each step and prints the cluster; exit status 0", async () => {
  const steps = [
    { name: "createDNS", status: "Succeeded", startTime: "2025-07-01T10:00:00Z", endTime: "2025-07-01T10:00:02Z" },
    { name: "deployResources", status: "Running", startTime: "2025-07-01T10:00:02Z" },
  ];
  const result = await run([...createWords, "--watch", "--version", "4.19.12"], {
    [`PUT ${cluster}`]: { status: 201, body: shown("Creating"), headers: accepted },
    [`GET ${cluster}`]: inTurn(
      { status: 404, body: { error: { code: "ResourceNotFound", message: "no" } } },
      ok(shown("Succeeded")),
    ),
    [`GET ${operation}`]: inTurn(
      status("Creating", { operations: steps, percentComplete: 50 }),
      status("Succeeded", {
        endTime: "2025-07-01T10:00:41Z",
        operations: [steps[0], { ...steps[1], status: "Succeeded", endTime: "2025-07-01T10:00:41Z" }],
      }),
    ),
  });
  assert.equal(result.status, 0, result.err);
  assert.equal(
    result.err,
    `aro: no --pull-secret: samples and operators from Red Hat and from certified partners will be missing
1 of 2  createDNS  2.0s
2 of 2  deployResources  39s
c1 is created (41s)
`,
  );
  assert.deepEqual(JSON.parse(result.out), shown("Succeeded"));
  const body = result.bodies.get(`PUT ${cluster}`) as {
    location: string;
    properties: Record<string, Record<string, unknown>>;
  };
  assert.equal(body.location, "eastus");
  assert.equal(body.properties["masterProfile"]?.["subnetId"], `${vnet}/subnets/master`);
  assert.deepEqual(body.properties["servicePrincipalProfile"], { clientId: "id of c1", clientSecret: "made" });
  const domain = String(body.properties["clusterProfile"]?.["domain"]);
  assert.match(domain, /^[a-z][a-z0-9]{7}$/);
  assert.equal(body.properties["clusterProfile"]?.["resourceGroupId"], `${subscription}/resourceGroups/aro-${domain}`);
});

test("the same create again keeps what was chosen before, so that it goes on", async () => {
  const result = await run([...createWords, "--no-wait"], {
    [`PUT ${cluster}`]: { status: 200, body: shown("Creating"), headers: accepted },
    [`GET ${cluster}`]: ok(shown("Failed")),
  });
  assert.equal(result.status, 0, result.err);
  const body = result.bodies.get(`PUT ${cluster}`) as { properties: Record<string, Record<string, unknown>> };
  assert.equal(body.properties["clusterProfile"]?.["domain"], "former");
  assert.equal(body.properties["clusterProfile"]?.["resourceGroupId"], `${subscription}/resourceGroups/aro-former`);
  assert.deepEqual(body.properties["servicePrincipalProfile"], {
    clientId: "55555555-5555-4555-8555-555555555555",
    clientSecret: "renewed",
  });
  assert.match(
    result.err,
    /to follow it: {2}\.\/aro cluster wait .* --operation 44444444-4444-4444-8444-444444444444 --location eastus/,
  );
});

test("a create that fails prints why and exits 1, with nothing on stdout", async () => {
  const result = await run(createWords, {
    [`PUT ${cluster}`]: { status: 201, body: shown("Creating"), headers: accepted },
    [`GET ${operation}`]: status("Failed", { error: { code: "QuotaExceeded", message: "8 cores wanted." } }),
  });
  assert.equal(result.status, 1);
  assert.equal(result.out, "");
  assert.match(result.err, /aro: creating c1 failed: QuotaExceeded: 8 cores wanted\.\n {2}what to do: /);
});

test("what is missing around a cluster is named before anything is created", async () => {
  const gone: PaperAnswer = { status: 404, body: { error: { code: "X", message: "gone" } } };
  const cases: [Record<string, PaperAnswer>, string[], RegExp][] = [
    [
      { [`GET ${subscription}/resourcegroups/demo`]: gone },
      [],
      /resource group "demo" does not exist in subscription .*az group create/,
    ],
    [
      { [`GET ${vnet}/subnets/worker`]: gone },
      [],
      /--worker-subnet: there is no subnet "worker" in virtual network "vnet"/,
    ],
    [
      { [`GET ${subscription}/providers/Microsoft.RedHatOpenShift`]: ok({ registrationState: "NotRegistered" }) },
      [],
      /is not registered for Microsoft\.RedHatOpenShift \(it is NotRegistered\); run: az provider register/,
    ],
    [
      { [`GET ${subscription}/resourcegroups/demo`]: ok({ location: "eastus" }) },
      ["--cluster-resource-group", "demo"],
      /--cluster-resource-group: "demo" exists already/,
    ],
  ];
  for (const [routes, words, message] of cases) {
    const result = await run([...createWords, ...words], routes);
    assert.equal(result.status, 1);
    assert.match(result.err, message);
    assert.ok(!result.asked.some((call) => call.startsWith("PUT ")));
  }
});

test("Ctrl-C while watching says that the operation goes on, and exits 130", async () => {
  let world: PaperWorld | undefined;
  const arm = paperArm((call) => {
    if (call === `GET ${operation}`) {
      world?.interruptNow();
      return status("Creating");
    }
    return call === `PUT ${cluster}` ? { status: 201, body: shown("Creating"), headers: accepted } : surroundings[call];
  });
  world = paperWorld({
    environment: paperVariables,
    files: { "/ca.pem": "PEM" },
    httpClient: arm.httpClient,
    instance: { state: ".aro", environment: paperVariables, directory },
  });
  const running = runCluster(createWords, world);
  let done = false;
  void running.finally(() => {
    done = true;
  });
  for (let turns = 0; turns < 2_000 && !done; turns++) {
    await world.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  assert.equal(await running, 130);
  assert.match(
    world.err(),
    /stopped watching; creating c1 goes on in the service\n {2}to follow it: .*\n {2}to end it and remove the cluster: /,
  );
});

test("show of what is not there exits 3 and says what the service said", async () => {
  const result = await run(["show", "-n", "c1", "-g", "demo"], {});
  assert.equal(result.status, 3);
  assert.equal(result.out, "");
  assert.match(result.err, /^aro: ResourceNotFound: .*c1 was not found\.\n/);
});

test("list prints JSON, or a table", async () => {
  const routes = {
    [`GET ${subscription}/providers/Microsoft.RedHatOpenShift/openShiftClusters`]: ok({ value: [shown("Succeeded")] }),
  };
  assert.deepEqual(JSON.parse((await run(["list"], routes)).out), [shown("Succeeded")]);
  const table = (await run(["list", "-o", "table"], routes)).out.split("\n");
  assert.match(table[2] ?? "", /^c1 {6}demo {13}eastus {6}Succeeded {12}3$/);
});

test("delete asks first, and deletes nothing unless the answer is yes", async () => {
  const words = ["delete", "-n", "c1", "-g", "demo"];
  for (const answer of ["n", "", "maybe"]) {
    const result = await run(words, {}, { answer });
    assert.deepEqual([result.status, result.asked], [1, []]);
    assert.match(result.err, /nothing was deleted/);
  }
  const silent = await run(words, {});
  assert.equal(silent.status, 1);
  assert.match(silent.err, /say it with --yes/);
});

test("delete follows the deletion to its end; of an absent cluster it fails", async () => {
  const words = ["delete", "-n", "c1", "-g", "demo", "--yes"];
  const routes = {
    [`GET ${cluster}`]: ok(shown("Succeeded")),
    [`DELETE ${cluster}`]: { status: 202, headers: accepted },
    [`GET ${operation}`]: inTurn(status("Deleting"), status("Succeeded", { endTime: "2025-07-01T10:00:09Z" })),
  };
  const result = await run([...words, "--watch"], routes);
  assert.equal(result.status, 0, result.err);
  assert.equal(result.err, "c1 is deleted (9.0s)\n");
  const absent = await run(words, {});
  assert.equal(absent.status, 1);
  assert.match(absent.err, /ResourceNotFound/);
});

test("wait ends when the condition holds, and fails when it never will or time is up", async () => {
  const words = (condition: string) => [
    "wait",
    "-n",
    "c1",
    "-g",
    "demo",
    condition,
    "--interval",
    "1",
    "--timeout",
    "10",
  ];
  const states = (...names: string[]) => ({ [`GET ${cluster}`]: inTurn(...names.map((name) => ok(shown(name)))) });
  assert.equal((await run(words("--created"), states("Creating", "Succeeded"))).status, 0);
  assert.equal((await run(words("--exists"), states("Creating"))).status, 0);
  assert.equal((await run(words("--deleted"), {})).status, 0);
  const failed = await run(words("--created"), states("Creating", "Failed"));
  assert.equal(failed.status, 1);
  assert.match(failed.err, /the cluster is Failed/);
  const late = await run(words("--updated"), states("Updating"));
  assert.equal(late.status, 1);
  assert.match(late.err, /is still Updating after 10s; wait longer with --timeout/);
});

test("wait --operation shows the steps of an operation that somebody else began", async () => {
  const words = [
    "wait",
    "-n",
    "c1",
    "-g",
    "demo",
    "--created",
    "--watch",
    "--location",
    "eastus",
    "--operation",
    "44444444-4444-4444-8444-444444444444",
  ];
  const address = operation.replace("microsoft.redhatopenshift", "Microsoft.RedHatOpenShift");
  const result = await run(words, {
    [`GET ${address}`]: status("Succeeded", {
      endTime: "2025-07-01T10:00:02Z",
      operations: [
        { name: "createDNS", status: "Succeeded", startTime: "2025-07-01T10:00:00Z", endTime: "2025-07-01T10:00:02Z" },
      ],
    }),
  });
  assert.equal(result.status, 0, result.err);
  assert.equal(result.err, "1 of 1  createDNS  2.0s\nc1 is created (2.0s)\n");
});

test("without variables the local instance is used when it is up, and that is said", async () => {
  const routes = { [`GET ${subscription}/providers/Microsoft.RedHatOpenShift/openShiftClusters`]: ok({ value: [] }) };
  const result = await run(["list"], routes, { environment: {} });
  assert.equal(result.status, 0, result.err);
  assert.equal(result.err, "aro: using the local instance of .aro (https://localhost:18443)\n");
});

test("variables that are incomplete, or an instance that is not up, say what to run", async () => {
  const { ARO_LOCAL_TENANT: _, ...incomplete } = paperVariables;
  const partly = await run(["list"], {}, { environment: incomplete });
  assert.match(partly.err, /^aro: ARO_LOCAL_TENANT unset beside ARO_LOCAL_ARM; run: eval "\$\(\.\/aro local env\)"\n$/);
  const bare = paperWorld();
  assert.equal(await runCluster(["list", "--state", "x"], bare), 1);
  assert.match(bare.err(), /the local instance of x is not up; start it with: \.\/aro local up --state x/);
  const nothing = paperWorld();
  assert.equal(await runCluster(["list"], nothing), 1);
  assert.match(nothing.err(), /no subscription: give --subscription/);
});

test("a command line that cannot be understood exits 2 with one line on stderr", async () => {
  for (const words of [
    ["bla"],
    ["create"],
    ["create", "--nonsense"],
    ["list", "-o", "xml"],
    ["wait", "-n", "a", "-g", "b"],
    [...createWords, "--worker-count", "2"],
  ]) {
    const world = paperWorld();
    assert.equal(await runCluster(words, world), 2, words.join(" "));
    assert.match(world.err(), /^aro: [^\n]+\n$/, words.join(" "));
    assert.equal(world.out(), "");
  }
});

test("help exits 0, goes to stdout and ends with examples", async () => {
  for (const words of [["--help"], ["create", "--help"], ["delete", "-h"]]) {
    const world = paperWorld();
    assert.equal(await runCluster(words, world), 0);
    assert.equal(world.err(), "");
    assert.match(world.out(), /^Usage: \.\/aro cluster /);
  }
  const world = paperWorld();
  await runCluster(["create", "--help"], world);
  assert.match(world.out(), /Examples:\n {2}\.\/aro cluster create -n c1 -g demo --vnet vnet/);
});
