/**
 * A process that works against the emulated ARM on disk and kills itself at its Nth write to the database: what
 * crash.test.ts starts. Prints a line before every call, and one for every call that was acknowledged. Arguments: database file, N, and `machines`
 * when it is to work on those instead of networks.
 */
import { writeSync } from "node:fs";
import { StatementSync } from "node:sqlite";
import { seededRandom, systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { createResources } from "../src/arm/resources.ts";
import { openDurable } from "../src/state/durable.ts";
import { workOnMachines } from "./crash-machines.ts";

const [file = "", nth = "0", scenario = ""] = process.argv.slice(2);
const subscription = "00000000-1111-2222-3333-444444444444";
const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const network = `${group}/providers/Microsoft.Network`;
const schema = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#";

let writes = 0;
const run = StatementSync.prototype.run;
Object.defineProperty(StatementSync.prototype, "run", {
  value(this: StatementSync, ...given: Parameters<typeof run>) {
    writes++;
    if (writes === Number(nth)) process.kill(process.pid, "SIGKILL");
    return run.apply(this, given);
  },
});

const durable = openDurable(file);
const resources = createResources({
  durable,
  clock: systemClock,
  random: seededRandom(11),
  log: silentLog,
  timing: { scale: 4_000, holdMilliseconds: 0 },
  suffixes: { storage: "core.test", keyVaultDns: "vault.core.test", acrLoginServer: "core.test", cluster: "core.test" },
});

const say = (line: object): void => {
  writeSync(1, `${JSON.stringify(line)}\n`);
};

async function call(method: string, path: string, version: string, body?: object): Promise<number> {
  say({ calling: path });
  for (let tries = 0; tries < 400; tries++) {
    const response = await resources({
      request: {
        method,
        url: new URL(`${path}?api-version=${version}`, "https://localhost"),
        headers: {},
        body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
        signal: new AbortController().signal,
      },
      principal: { objectId: "o", tenantId: "t", kind: "ServicePrincipal", name: "n" },
      requestId: "r",
      correlationId: "c",
    });
    const status = response?.status ?? 0;
    if (status === 429 || status === 409) {
      await systemClock.sleep(2);
      continue;
    }
    if (status >= 400) say({ failed: `${method} ${path}`, body: new TextDecoder().decode(response?.body) });
    else say({ method, path, tag: (body as { tags?: { n?: string } } | undefined)?.tags?.n });
    return status;
  }
  say({ failed: `${method} ${path} stayed busy` });
  return 0;
}

await call("PUT", group, "2019-07-01", { location: "eastus", tags: { n: "g" } });
if (scenario === "machines") await workOnMachines(call, group);
for (let turn = 0; turn < 3 && scenario !== "machines"; turn++) {
  const n = String(turn);
  const put = (path: string, properties: object, more: object = {}) =>
    call("PUT", `${network}/${path}`, "2020-08-01", { location: "eastus", tags: { n }, ...more, properties });
  await put("networkSecurityGroups/nsg", {});
  await put("virtualNetworks/v", {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [
      {
        name: "s",
        properties: {
          addressPrefix: "10.0.0.0/24",
          privateLinkServiceNetworkPolicies: "Disabled",
          networkSecurityGroup: { id: `${network}/networkSecurityGroups/nsg` },
        },
      },
    ],
  });
  const subnet = { id: `${network}/virtualNetworks/v/subnets/s` };
  const sku = { sku: { name: "Standard" } };
  await put(
    "loadBalancers/lb",
    { frontendIPConfigurations: [{ name: "f", properties: { subnet } }], backendAddressPools: [{ name: "b" }] },
    sku,
  );
  await put("privateLinkServices/pls", {
    loadBalancerFrontendIpConfigurations: [{ id: `${network}/loadBalancers/lb/frontendIPConfigurations/f` }],
    ipConfigurations: [{ name: "c", properties: { subnet } }],
    autoApproval: { subscriptions: ["*"] },
  });
  await put("privateEndpoints/pe", {
    subnet,
    manualPrivateLinkServiceConnections: [
      { name: "c", properties: { privateLinkServiceId: `${network}/privateLinkServices/pls` } },
    ],
  });
  const nic = { ipConfigurations: [{ name: "c", properties: { subnet } }] };
  await put("networkInterfaces/n", nic);
  if (turn === 1) await call("DELETE", `${network}/networkInterfaces/n`, "2020-08-01");
  await call("PUT", `${group}/providers/Microsoft.Resources/deployments/d${turn}`, "2021-04-01", {
    properties: {
      mode: "Incremental",
      template: {
        $schema: schema,
        contentVersion: "1.0.0.0",
        resources: [0, 1, 2].map((index) => ({
          type: "Microsoft.Network/routeTables",
          apiVersion: "2020-08-01",
          name: `d${turn}-${index}`,
          location: "eastus",
          tags: { n },
          ...(index === 0 ? {} : { dependsOn: [`d${turn}-${index - 1}`] }),
        })),
      },
    },
  });
  await call("PUT", `/subscriptions/${subscription}/resourceGroups/gone${turn}`, "2019-07-01", { location: "eastus" });
  await call(
    "PUT",
    `/subscriptions/${subscription}/resourceGroups/gone${turn}/providers/Microsoft.Network/routeTables/r`,
    "2020-08-01",
    {
      location: "eastus",
    },
  );
  await call("DELETE", `/subscriptions/${subscription}/resourceGroups/gone${turn}`, "2019-07-01");
}
say({ done: writes });
process.exit(0);
