import assert from "node:assert/strict";
import { test } from "node:test";
import {
  accepted,
  cluster,
  directory,
  inTurn,
  ok,
  operation,
  run,
  shown,
  status,
  vnet,
} from "../testing/paper-cluster.ts";

const words = (...more: string[]) => ["update", "-n", "c1", "-g", "demo", ...more];
const present = "55555555-5555-4555-8555-555555555555";
const other = "66666666-6666-4666-8666-666666666666";
const routes = () => ({
  [`GET ${cluster}`]: inTurn(ok(shown("Succeeded")), ok(shown("Succeeded"))),
  [`PATCH ${cluster}`]: ok(shown("Updating"), accepted),
  [`GET ${operation}`]: inTurn(status("Updating"), status("Succeeded", { endTime: "2025-07-01T10:00:09Z" })),
});
const sent = ({ bodies }: { bodies: Map<string, unknown> }) => bodies.get(`PATCH ${cluster}`);

test("update sends what is to change and nothing else, follows it and prints the cluster (spec 06 §7.8)", async () => {
  const principal = (servicePrincipalProfile: object) => ({ properties: { servicePrincipalProfile } });
  const cases = [
    [["--client-secret", "s2"], principal({ clientSecret: "s2" })],
    [["--client-id", other, "--client-secret", "s2"], principal({ clientId: other, clientSecret: "s2" })],
    [["--refresh-credentials"], principal({ clientId: present, clientSecret: "renewed" })],
    [["--tags", "a=b", "c="], { tags: { a: "b", c: "" } }],
    [["--tags", ""], { tags: {} }],
    [
      ["--lb-ip-count", "3"],
      { properties: { networkProfile: { loadBalancerProfile: { managedOutboundIps: { count: 3 } } } } },
    ],
  ] as const;
  for (const [flags, body] of cases) {
    const result = await run(words(...flags, "--watch"), routes());
    assert.equal(result.status, 0, result.err);
    assert.deepEqual(sent(result), body, flags.join(" "));
    assert.equal(result.err, "c1 is updated (9.0s)\n");
    assert.deepEqual(JSON.parse(result.out), shown("Succeeded"));
  }
});

test("a principal that is gone from the directory is replaced by a new one, named after the managed group", async () => {
  const instance = {
    state: ".aro",
    environment: {},
    directory: { ...directory, renew: async () => undefined },
  };
  const { paperVariables } = await import("../testing/paper-arm.ts");
  const result = await run(words("--refresh-credentials"), routes(), {
    instance: { ...instance, environment: paperVariables },
  });
  assert.deepEqual(sent(result), {
    properties: { servicePrincipalProfile: { clientId: "id of aro-former", clientSecret: "made" } },
  });
});

test("an update without an operation says whether anything was changed", async () => {
  const without = (answer: object) => ({ ...routes(), [`PATCH ${cluster}`]: ok(answer) });
  const same = await run(words("--tags", ""), without(shown("Succeeded")));
  assert.equal(same.err, "c1 is as asked already; nothing was changed\n");
  const tagged = await run(words("--tags", "a=b"), without({ ...shown("Succeeded"), tags: { a: "b" } }));
  assert.equal(tagged.err, "c1 is updated\n");
});

test("a failed update tells the cause and that the cluster keeps what was true before; exit status 1", async () => {
  const error = { code: "InvalidServicePrincipalCredentials", message: "The secret is expired." };
  const result = await run(words("--client-secret", "s2"), {
    ...routes(),
    [`GET ${operation}`]: status("Failed", { endTime: "2025-07-01T10:00:09Z", error }),
  });
  assert.deepEqual([result.status, result.out], [1, ""]);
  assert.match(result.err, /updating c1 failed: InvalidServicePrincipalCredentials: The secret is expired\./);
  assert.match(result.err, /keeps what was true before/);
});

test("--no-wait says how to follow the update", async () => {
  const result = await run(words("--client-secret", "s2", "--no-wait"), routes());
  assert.equal(result.status, 0);
  assert.match(result.err, /updating c1 goes on in the service\n {2}to follow it: .*cluster wait .*--updated/);
});

test("flags that do not go together, or none, are a command line that cannot be understood; nothing is asked", async () => {
  for (const [flags, text] of [
    [[], /say what to change/],
    [["--refresh-credentials", "false"], /say what to change/],
    [["--client-id", other], /--client-id needs --client-secret/],
    [["--client-id", "x", "--client-secret", "s"], /--client-id: "x" is not a UUID/],
    [["--client-secret", ""], /is no secret/],
    [["--refresh-credentials", "--client-secret", "s"], /leave out --client-id and --client-secret/],
    [["--lb-ip-count", "21"], /from 1 to 20/],
  ] as const) {
    const result = await run(words(...flags), routes());
    assert.deepEqual([result.status, result.asked], [2, []], result.err);
    assert.match(result.err, text);
    assert.equal(result.err.trim().split("\n").length, 1);
  }
});

test("a cluster that is not there, or has no service principal, is told", async () => {
  const absent = await run(words("--client-secret", "s"), {});
  assert.equal(absent.status, 3);
  assert.match(absent.err, /ResourceNotFound/);
  const { servicePrincipalProfile: _, ...properties } = shown("Succeeded").properties;
  const managed = { ...routes(), [`GET ${cluster}`]: ok({ ...shown("Succeeded"), properties }) };
  const result = await run(words("--client-secret", "s"), managed);
  assert.equal(result.status, 1);
  assert.match(result.err, /c1 has no service principal/);
});

test("another principal is let use the cluster's network first, as in a create; a new secret of the present one asks for no more", async () => {
  const former = shown("Succeeded");
  const properties = { ...former.properties, masterProfile: { subnetId: `${vnet}/subnets/master` } };
  const furnished = () => ({ ...routes(), [`GET ${cluster}`]: ok({ ...former, properties }) });
  const roles = ({ asked }: { asked: readonly string[] }) => asked.filter((call) => call.includes("/roleAssignments/"));
  const another = await run(words("--client-id", other, "--client-secret", "s"), furnished());
  assert.equal(another.status, 0, another.err);
  // The principal's and the service's.
  assert.equal(roles(another).length, 2);
  assert.ok(another.asked.indexOf(roles(another)[1] ?? "") < another.asked.indexOf(`PATCH ${cluster}`));
  const renewed = await run(words("--client-secret", "s"), furnished());
  assert.deepEqual([renewed.status, roles(renewed)], [0, []]);
});
