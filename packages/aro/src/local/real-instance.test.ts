import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

const root = join(import.meta.dirname, "../../../..");
let state = "";

/** The launcher's own words, without the shell: so that the tests need no executable bit. */
function aro(...words: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const { ARO_LOCAL_ARM: _, ...environment } = process.env;
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "packages/aro/src/main.ts"), ...words],
    {
      env: { NODE_COMPILE_CACHE: join(root, "node_modules/.cache/compile"), ...environment, ARO_LOCAL_STATE: state },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, out, err })));
}

before(async () => {
  state = mkdtempSync(join(tmpdir(), "aro-real-"));
  const up = await aro("local", "up", "--port", "0");
  assert.equal(up.status, 0, up.err);
});
after(async () => {
  await aro("local", "down");
  rmSync(state, { recursive: true, force: true });
});

test("status shows three healthy processes", async () => {
  const { processes, up } = JSON.parse((await aro("local", "status", "--json")).out);
  assert.equal(up, true);
  assert.deepEqual(
    processes.map(({ name, health }: { name: string; health: string }) => [name, health]),
    [
      ["supervisor", "healthy"],
      ["emulator", "healthy"],
      ["rp", "healthy"],
    ],
  );
});

test("cluster commands find the instance without variables, say so, and are answered by the service", async () => {
  const list = await aro("cluster", "list");
  assert.deepEqual([list.status, list.out], [0, "[]\n"], list.err);
  assert.match(list.err, /^aro: using the local instance of /);
  const absent = await aro("cluster", "show", "-n", "c1", "-g", "demo");
  assert.equal(absent.status, 3);
  assert.match(absent.err, /ResourceNotFound: /);
});

test("a cluster is created from the seed's names alone, and status shows the step that runs", async () => {
  const created = await aro(
    ...["cluster", "create", "-n", "c1", "-g", "demo", "--vnet", "vnet"],
    ...["--master-subnet", "master", "--worker-subnet", "worker", "--no-wait"],
  );
  assert.equal(created.status, 0, created.err);
  assert.equal(JSON.parse(created.out).properties.provisioningState, "Creating");
  assert.match(created.err, /^ {2}to follow it: {2}\.\/aro cluster wait --name c1 --resource-group demo --created /m);
  const { clusters } = JSON.parse((await aro("local", "status", "--json")).out);
  assert.deepEqual(
    [clusters[0].name, clusters[0].resourceGroup, clusters[0].provisioningState],
    ["c1", "demo", "Creating"],
  );
  assert.match(clusters[0].step, /^\d+ of \d+ {2}\w+$/);
});

test("env names what clients need, as JSON and as export lines", async () => {
  const variables = JSON.parse((await aro("local", "env", "--json")).out);
  for (const name of ["ARM", "AUTHORITY", "CA", "TENANT", "SUBSCRIPTION", "CLIENT_ID", "CLIENT_SECRET", "RP"])
    assert.ok(variables[`ARO_LOCAL_${name}`], name);
  assert.match((await aro("local", "env")).out, /^export ARO_LOCAL_ARM='https:\/\/localhost:\d+'$/m);
});

test("a fault that is armed strikes, is listed with its count, and is cleared", async () => {
  const armed = await aro(
    "local",
    "fault",
    "add",
    "--status",
    "409",
    "--code",
    "Boom",
    "--message",
    "on purpose",
    "--type",
    "Microsoft.RedHatOpenShift/openShiftClusters",
  );
  assert.equal(armed.status, 0, armed.err);
  const list = await aro("cluster", "list");
  assert.deepEqual([list.status, list.out], [1, ""]);
  assert.match(list.err, /aro: Boom: on purpose/);
  assert.match((await aro("local", "fault", "list")).out, /status .*matched 1, struck 1 of 1/);
  assert.equal((await aro("local", "fault", "clear")).out, "1 cleared\n");
  assert.equal((await aro("local", "fault", "list")).out, "no faults are armed\n");
});

test("what the emulator refuses is said in its own words", async () => {
  const refused = await aro("local", "fault", "add", "--status", "700");
  assert.equal(refused.status, 2);
  assert.match(refused.err, /^aro: the emulator refuses: .*status.*\n$/);
});

test("logs show what each process printed", async () => {
  const { out } = await aro("local", "logs", "-n", "50");
  assert.match(out, /^supervisor .*"supervisor.ready"/m);
  assert.match(out, /^rp .*"event":/m);
});
