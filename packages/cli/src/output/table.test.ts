import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterColumns } from "./cluster-table.ts";
import { tableText } from "./table.ts";

test("show and list print the columns of az aro (spec 06 §7.9); no worker profiles count as none", () => {
  const clusters = [
    {
      id: "/subscriptions/s/resourceGroups/demo/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1",
      name: "c1",
      location: "eastus",
      properties: {
        provisioningState: "Succeeded",
        workerProfiles: [{ count: 3 }, { count: 2 }],
        consoleProfile: { url: "https://console-openshift-console.apps.c1.eastus.aroapp.io/" },
      },
    },
    { name: "c2", location: "eastus", properties: { provisioningState: "Creating", workerProfiles: null as never } },
  ];
  assert.equal(
    tableText(clusterColumns, clusters),
    `Name    ResourceGroup    Location    ProvisioningState    WorkerCount    URL
------  ---------------  ----------  -------------------  -------------  -----------------------------------------------------------
c1      demo             eastus      Succeeded            5              https://console-openshift-console.apps.c1.eastus.aroapp.io/
c2                       eastus      Creating             0
`,
  );
});

test("a table without rows prints nothing", () => {
  assert.equal(tableText(clusterColumns, []), "");
});

test("on a terminal that is too narrow each row stands as lines of its own; a pipe has no width", () => {
  const columns = [
    { heading: "Name", cell: (row: { name: string }) => row.name },
    { heading: "ResourceGroup", cell: () => "demo" },
    { heading: "Empty", cell: () => "" },
  ];
  const rows = [{ name: "c1" }, { name: "c2" }];
  const narrow = { isTerminal: true, columns: 20 };
  assert.equal(
    tableText(columns, rows, narrow),
    `Name           c1
ResourceGroup  demo
Empty

Name           c2
ResourceGroup  demo
Empty
`,
  );
  const wide = tableText(columns, rows);
  assert.equal(tableText(columns, rows, { isTerminal: false, columns: 20 }), wide);
  assert.equal(tableText(columns, rows, { isTerminal: true, columns: 80 }), wide);
  assert.equal(tableText(columns, [], narrow), "");
});
