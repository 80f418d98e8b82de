/** What crash-child.ts does to machines, disks and identities while it is killed. */

/** Calls the emulated ARM until it is done; answers the status. */
export type Call = (method: string, path: string, version: string, body?: object) => Promise<number>;

/** Makes machines with disks and identities, changes, stops and deletes them. */
export async function workOnMachines(call: Call, group: string): Promise<void> {
  const compute = `${group}/providers/Microsoft.Compute`;
  const network = `${group}/providers/Microsoft.Network`;
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-one`;
  const location = "eastus";
  await call("PUT", `${network}/virtualNetworks/v`, "2020-08-01", {
    location,
    properties: {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [{ name: "s", properties: { addressPrefix: "10.0.0.0/24" } }],
    },
  });
  await call("PUT", identity, "2024-11-30", { location });
  for (const name of ["one", "two"])
    await call("PUT", `${identity}/federatedIdentityCredentials/${name}-credential`, "2024-11-30", {
      properties: { issuer: "https://issuer.test", subject: name, audiences: ["openshift"] },
    });
  for (let turn = 0; turn < 2; turn++) {
    const tags = { n: String(turn) };
    const nic = `${network}/networkInterfaces/n${turn}`;
    await call("PUT", nic, "2020-08-01", {
      location,
      properties: {
        ipConfigurations: [{ name: "c", properties: { subnet: { id: `${network}/virtualNetworks/v/subnets/s` } } }],
      },
    });
    await call("PUT", `${compute}/disks/data${turn}`, "2022-07-02", {
      location,
      tags,
      properties: { creationData: { createOption: "Empty" }, diskSizeGB: 4 },
    });
    const dataDisks = [
      { lun: 0, createOption: "Attach", managedDisk: { id: `${compute}/disks/data${turn}` } },
      { lun: 1, createOption: "Empty", diskSizeGB: 4, name: `own${turn}`, deleteOption: "Delete" },
    ];
    const machine = `${compute}/virtualMachines/m${turn}`;
    await call("PUT", machine, "2024-03-01", {
      location,
      tags,
      identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [identity]: {} } },
      properties: {
        hardwareProfile: { vmSize: "Standard_D4s_v3" },
        storageProfile: {
          imageReference: { publisher: "azureopenshift", offer: "aro4", sku: "aro_418", version: "418.94.20250122" },
          osDisk: { createOption: "FromImage", name: `os${turn}` },
          dataDisks,
        },
        osProfile: { computerName: "m", adminUsername: "core", adminPassword: "NotForLong1!" },
        networkProfile: { networkInterfaces: [{ id: nic, properties: { deleteOption: "Delete" } }] },
      },
    });
    await call("POST", `${machine}/deallocate`, "2024-03-01");
    await call("PATCH", machine, "2024-03-01", { properties: { storageProfile: { dataDisks: dataDisks.slice(1) } } });
    await call("POST", `${machine}/start`, "2024-03-01");
    if (turn === 0) await call("DELETE", machine, "2024-03-01");
  }
}
