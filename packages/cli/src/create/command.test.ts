import assert from "node:assert/strict";
import { test } from "node:test";
import { runCluster } from "../program.ts";
import { type PaperAnswer, paperArm, paperVariables } from "../testing/paper-arm.ts";
import {
  accepted,
  cluster,
  createWords,
  directory,
  inTurn,
  ok,
  operation,
  run,
  shown,
  status,
  subscription,
  surroundings,
  vnet,
} from "../testing/paper-cluster.ts";
import { type PaperWorld, paperWorld } from "../testing/world.ts";

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
1 of 2  createDNS  2.0s  (bootstrap, 50 %, 4.0s in all)
2 of 2  deployResources  39s  (41s in all)
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

test("the same create of a cluster that did not fail sends no other secret, so that nothing is changed", async () => {
  for (const state of ["Succeeded", "Creating"]) {
    const result = await run(createWords, {
      [`PUT ${cluster}`]: ok(shown(state)),
      [`GET ${cluster}`]: ok(shown(state)),
    });
    assert.equal(result.status, 0, result.err);
    assert.equal(result.err, "c1 is as asked already; nothing was changed\n");
    const body = result.bodies.get(`PUT ${cluster}`) as { properties: Record<string, Record<string, unknown>> };
    assert.deepEqual(body.properties["servicePrincipalProfile"], { clientId: "55555555-5555-4555-8555-555555555555" });
  }
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
  const cases: [number, Record<string, PaperAnswer>, string[], RegExp][] = [
    [
      3,
      { [`GET ${subscription}/resourcegroups/demo`]: gone },
      [],
      /resource group "demo" does not exist in subscription .*az group create/,
    ],
    [
      3,
      { [`GET ${vnet}/subnets/worker`]: gone },
      [],
      /--worker-subnet: there is no subnet "worker" in virtual network "vnet"/,
    ],
    [
      1,
      { [`GET ${subscription}/providers/Microsoft.RedHatOpenShift`]: ok({ registrationState: "NotRegistered" }) },
      [],
      /is not registered for Microsoft\.RedHatOpenShift \(it is NotRegistered\); run: az provider register/,
    ],
    [
      1,
      { [`GET ${subscription}/resourcegroups/demo`]: ok({ location: "eastus" }) },
      ["--cluster-resource-group", "demo"],
      /--cluster-resource-group: "demo" exists already/,
    ],
  ];
  for (const [exit, routes, words, message] of cases) {
    const result = await run([...createWords, ...words], routes);
    assert.equal(result.status, exit);
    assert.match(result.err, message);
    assert.ok(!result.asked.some((call) => call.startsWith("PUT ")));
  }
});

/** What is said, and the status, when Ctrl-C is pressed while a create is watched. */
async function interrupted(serviceEndsWithUs: boolean): Promise<{ status: number; err: string }> {
  let world: PaperWorld | undefined;
  const arm = paperArm((call) => {
    if (call === `GET ${operation}`) {
      world?.interruptNow();
      return status("Creating");
    }
    if (call.includes("/roleAssignments/")) return ok({});
    return call === `PUT ${cluster}` ? { status: 201, body: shown("Creating"), headers: accepted } : surroundings[call];
  });
  world = paperWorld({
    environment: paperVariables,
    files: { "/ca.pem": "PEM" },
    httpClient: arm.httpClient,
    instance: { state: ".aro", environment: paperVariables, directory },
  });
  const running = runCluster(createWords, Object.assign(world, { serviceEndsWithUs }));
  let done = false;
  void running.finally(() => {
    done = true;
  });
  for (let turns = 0; turns < 2_000 && !done; turns++) {
    await world.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { status: await running, err: world.err() };
}

test("Ctrl-C while watching says that the operation goes on, and exits 130", async () => {
  const { status, err } = await interrupted(false);
  assert.equal(status, 130);
  assert.match(
    err,
    /stopped watching; creating c1 goes on in the service\n {2}to follow it: .*\n {2}to end it and remove the cluster: /,
  );
});

test("Ctrl-C says when the operation goes on, not how to follow it, where it stops the service too", async () => {
  const { status, err } = await interrupted(true);
  assert.equal(status, 130);
  assert.match(err, /creating c1 goes on when the service is up again\n$/);
  assert.doesNotMatch(err, /to follow it/);
});
