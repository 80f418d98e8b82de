import assert from "node:assert/strict";
import { test } from "node:test";
import { runCluster } from "./program.ts";
import { type PaperAnswer, paperVariables } from "./testing/paper-arm.ts";
import {
  accepted,
  cluster,
  createWords,
  inTurn,
  ok,
  operation,
  run,
  shown,
  status,
  subscription,
} from "./testing/paper-cluster.ts";
import { paperWorld } from "./testing/world.ts";

test("show of a cluster that is Failed says why, in the words of the operation that left it so", async () => {
  const id = "44444444-4444-4444-8444-444444444444";
  const failed = ok(shown("Failed"), { "x-ms-failed-operation": id });
  const error = {
    code: "DeploymentFailed",
    message: "m",
    target: "t",
    details: [{ code: "QuotaExceeded", message: "q" }],
  };
  const [why, forgotten] = [
    { status: 200, body: status("Failed", { error }).body },
    { status: 404, body: {} },
  ];
  const words = ["show", "-n", "c1", "-g", "demo"];
  const record = `GET ${operation.replace("microsoft.redhatopenshift", "Microsoft.RedHatOpenShift")}`;
  const told = await run([...words, "--state", ".aro"], { [`GET ${cluster}`]: failed, [record]: why });
  assert.deepEqual(JSON.parse(told.out), shown("Failed"));
  assert.equal(told.status, 0);
  assert.match(
    told.err,
    /c1 is Failed: DeploymentFailed: m\n {2}target: t\n {2}details:\n {4}QuotaExceeded: q\n.*what to do:.*cluster delete .*--state \.aro\n {2}operation: 4444/s,
  );
  const gone = await run(words, { [`GET ${cluster}`]: failed, [record]: forgotten });
  assert.match(gone.err, /c1 is Failed; why, the service does not know any more/);
  const refused = { status: 403, body: { error: { code: "AuthorizationFailed", message: "not yours" } } };
  const unread = await run(words, { [`GET ${cluster}`]: failed, [record]: refused });
  assert.equal(unread.status, 0);
  assert.match(unread.err, /c1 is Failed; why cannot be read now: .*not yours\n {2}operation: 4444/);
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

test("delete follows the deletion to its end; of an absent cluster it fails with 3", async () => {
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
  assert.equal(absent.status, 3);
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
  assert.match(failed.err, /the cluster is Failed.*aro cluster wait --created --operation ID/);
  assert.match((await run(words("--deleted"), states("Failed"))).err, /the cluster is Failed, and nothing deletes it/);
  const late = await run(words("--updated"), states("Updating"));
  assert.equal(late.status, 1);
  assert.match(late.err, /is still Updating after 10s; wait longer with --timeout/);
});

test("wait goes on when a service that was down is back, and tells of it in one line", async () => {
  const words = "wait -n c1 -g demo --created --watch --interval 1 --timeout 600".split(" ");
  const down: PaperAnswer = { status: 503, body: { error: { code: "Down", message: "down" } } };
  const result = await run(words, {
    [`GET ${cluster}`]: inTurn(
      ok(shown("Creating")),
      ...Array.from({ length: 20 }, () => down),
      ok(shown("Succeeded")),
    ),
  });
  assert.deepEqual(
    [result.status, result.err.trimEnd().split("\n")],
    [0, ["c1 is Creating", "aro: the service does not answer (503 Down); trying again for up to 10m00s"]],
  );
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
  assert.equal(result.err, "1 of 1  createDNS  2.0s  (2.0s in all)\nc1 is created (2.0s)\n");
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
    ["show", "-n", "", "-g", "b"],
    ["delete", "--yes", "-n", "..", "-g", "b"],
    ["show", "-n", "a", "-g", "b/c"],
    ["show", "-n", "a".repeat(200), "-g", "b"],
    ["list", "-g", "b/c"],
    ["list", "--subscription", "b/c"],
    ["wait", "--created", "-n", "a", "-g", "b", "--operation", "o"],
    ["update", "-n", "a", "-g", "b", "--tags", "a=1", "A=2"],
    [...createWords, "--worker-count", "2"],
  ]) {
    const world = paperWorld();
    assert.equal(await runCluster(words, world), 2, words.join(" "));
    assert.match(world.err(), /^aro: [^\n]+\n$/, words.join(" "));
    assert.equal(world.out(), "");
  }
});

test("a word that a flag does not take is named together with those that it takes", async () => {
  const world = paperWorld();
  assert.equal(await runCluster(["list", "-o", "xml"], world), 2);
  assert.equal(world.err(), 'aro: -o, --output: "xml" is not one of json, table; --help shows the flags\n');
});

test("every command of what is not there exits 3, and an operation that is not there is not said to go on", async () => {
  const one = ["-n", "nope", "-g", "demo"];
  for (const words of [
    ["show", ...one],
    ["delete", ...one, "--yes"],
    ["update", ...one, "--tags", "a=b"],
    ["list-credentials", ...one],
    ["get-admin-kubeconfig", ...one],
    ["list", "-g", "nope"],
    ["wait", ...one, "--created", "-l", "eastus", "--operation", "44444444-4444-4444-8444-444444444444"],
  ]) {
    const result = await run(words, {});
    assert.equal(result.status, 3, `${words.join(" ")}: ${result.err}`);
    assert.doesNotMatch(result.err, /goes on/);
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
  assert.match(world.out(), /Examples:\n {2}\.\/aro cluster create -n c1 -g demo/);
});
