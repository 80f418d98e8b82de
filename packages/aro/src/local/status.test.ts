import assert from "node:assert/strict";
import { test } from "node:test";
import { tableText } from "@aro/cli";
import { paperEdge } from "../testing/edge.ts";
import { portsFrom } from "./ports.ts";
import { stateFolder } from "./state-folder.ts";
import { clusterColumns, clusterStatus, processColumns, processStatuses, supervisorStatus } from "./status.ts";
import { upText } from "./up-text.ts";

const born = { pid: 42, born: "1", startedAt: "2025-07-01T10:00:00.000Z" };

test("status shows every process with pid, port, restarts and health, also those that do not run", () => {
  const rows = [
    supervisorStatus({ ...born, phase: "ready" }),
    ...processStatuses(
      ["emulator", "rp"],
      [{ ...born, name: "emulator", pid: 43, port: 18_443, restarts: 2 }],
      new Map([["emulator", { healthy: false, reason: "does not answer (ECONNREFUSED)" }]]),
    ),
  ];
  assert.equal(
    tableText(processColumns, rows),
    `Process     Pid    Port    Restarts    Health
----------  -----  ------  ----------  ------------------------------
supervisor  42             0           healthy
emulator    43     18443   2           does not answer (ECONNREFUSED)
rp                                     stopped
`,
  );
});

test("status shows clusters with their state and the step that runs", () => {
  const cluster = {
    id: "/subscriptions/s/resourceGroups/demo/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1",
    name: "c1",
    location: "eastus",
    properties: { provisioningState: "Creating" },
  };
  assert.equal(
    tableText(clusterColumns, [clusterStatus(cluster, "createDNS")]),
    `Cluster    ResourceGroup    ProvisioningState    Step
---------  ---------------  -------------------  ---------
c1         demo             Creating             createDNS
`,
  );
});

test("up prints where things are and commands that find the instance again", () => {
  const settings = { ports: portsFrom(20_000), seed: 1, timeScale: 100, tenantId: "t", subscriptionId: "s" };
  const edge = paperEdge();
  const usual = upText(stateFolder(undefined, edge), { started: true, settings, milliseconds: 1_800 }, edge);
  assert.match(usual, /^up in 1\.8s; state in \.aro\n/);
  assert.match(usual, /ARM {11}https:\/\/localhost:20000\n/);
  assert.match(usual, /proxy {9}http:\/\/localhost:20001\n/);
  assert.doesNotMatch(usual, /--state/);
  const other = upText(stateFolder("other", edge), { started: false, settings, milliseconds: 3 }, edge);
  assert.match(other, /^already up; nothing was changed; state in other\n/);
  assert.match(
    other,
    /cluster create --name c1 --resource-group demo --vnet vnet --master-subnet master --worker-subnet worker --state other\n/,
  );
  assert.match(other, /eval "\$\(\.\/aro local env --state other\)"/);
});
