import assert from "node:assert/strict";
import { test } from "node:test";
import { cluster, ok, run, subscription } from "../testing/paper-cluster.ts";

const one = ["-n", "c1", "-g", "demo"];
const kubeconfig = "apiVersion: v1\nkind: Config\n";
const admin = {
  [`POST ${cluster}/listAdminCredentials`]: ok({ kubeconfig: Buffer.from(kubeconfig).toString("base64") }),
};
const busy = {
  status: 400,
  body: { error: { code: "RequestNotAllowed", message: "The credentials cannot be read in the state 'Creating'." } },
};

test("list-credentials prints the first user as JSON or as a table", async () => {
  const routes = {
    [`POST ${cluster}/listCredentials`]: ok({ kubeadminUsername: "kubeadmin", kubeadminPassword: "a-b-c-d" }),
  };
  const json = await run(["list-credentials", ...one], routes);
  assert.equal(json.status, 0, json.err);
  assert.deepEqual(JSON.parse(json.out), { kubeadminPassword: "a-b-c-d", kubeadminUsername: "kubeadmin" });
  const table = await run(["list-credentials", ...one, "-o", "table"], routes);
  assert.match(table.out, /^KubeadminUsername +KubeadminPassword\n-+ +-+\nkubeadmin +a-b-c-d\n$/);
});

test("what the service says against it is printed, and nothing is written", async () => {
  for (const [words, action] of [
    [["list-credentials", ...one], "listCredentials"],
    [["get-admin-kubeconfig", ...one], "listAdminCredentials"],
  ] as const) {
    const result = await run(words, { [`POST ${cluster}/${action}`]: busy });
    assert.deepEqual([result.status, result.out, result.written.size], [1, "", 0]);
    assert.match(result.err, /^aro: RequestNotAllowed: .*'Creating'/);
  }
});

test("get-admin-kubeconfig writes a file of its own, called kubeconfig unless named, and says how to use it", async () => {
  const result = await run(["get-admin-kubeconfig", ...one], admin);
  assert.equal(result.status, 0, result.err);
  assert.deepEqual([...result.written], [["kubeconfig", kubeconfig]]);
  assert.equal(result.out, "");
  const named = await run(["get-admin-kubeconfig", ...one, "-f", "my c1"], admin);
  assert.match(named.err, /^my c1 is written; to use it: {2}kubectl --kubeconfig 'my c1' get nodes\n$/);
});

test("get-admin-kubeconfig leaves a file that is there as it is, unless told otherwise", async () => {
  const files = { "/ca.pem": "PEM", kubeconfig: "another cluster's" };
  const refused = await run(["get-admin-kubeconfig", ...one], admin, { files });
  assert.deepEqual([refused.status, refused.written.size], [1, 0]);
  assert.match(refused.err, /^aro: --file: "kubeconfig" exists already; .*--overwrite-existing\n$/);
  const told = await run(["get-admin-kubeconfig", ...one, "--overwrite-existing"], admin, { files });
  assert.deepEqual([told.status, told.written.get("kubeconfig")], [0, kubeconfig]);
});

test("get-admin-kubeconfig prints to stdout for -, and nothing else", async () => {
  const result = await run(["get-admin-kubeconfig", ...one, "--file", "-"], admin);
  assert.deepEqual([result.status, result.out, result.err, result.written.size], [0, kubeconfig, "", 0]);
});

test("get-admin-kubeconfig names a folder that does not exist, and an answer without kubeconfig", async () => {
  const folder = await run(["get-admin-kubeconfig", ...one, "-f", "no/such"], admin);
  assert.deepEqual(
    [folder.status, folder.err],
    [1, 'aro: --file: the folder of "no/such" does not exist; make it, or name another\n'],
  );
  const nothing = await run(["get-admin-kubeconfig", ...one], { [`POST ${cluster}/listAdminCredentials`]: ok({}) });
  assert.deepEqual([nothing.status, nothing.written.size], [1, 0]);
  assert.match(nothing.err, /gave no kubeconfig for c1/);
});

test("get-versions prints the versions of a region, all pages, in the service's order", async () => {
  const path = `${subscription}/providers/Microsoft.RedHatOpenShift/locations/eastus/openShiftVersions`;
  const entry = (version: string) => ({ id: `${path}/${version}`, properties: { version } });
  const routes = {
    [`GET ${path}`]: ok({ value: [entry("4.9.2"), entry("4.16.30")], nextLink: `https://localhost:18443${path}/more` }),
    [`GET ${path}/more`]: ok({ value: [entry("4.19.1")] }),
  };
  const json = await run(["get-versions", "-l", "eastus"], routes);
  assert.equal(json.status, 0, json.err);
  assert.deepEqual(JSON.parse(json.out), ["4.9.2", "4.16.30", "4.19.1"]);
  const table = await run(["get-versions", "--location", "eastus", "-o", "table"], routes);
  assert.equal(table.out, "Version\n---------\n4.9.2\n4.16.30\n4.19.1\n");
});

test("get-versions without a region is a command line that cannot be understood", async () => {
  const result = await run(["get-versions"], {});
  assert.deepEqual([result.status, result.asked], [2, []]);
});
