/**
 * How fast a point GET of the resource engine is, access checked, against bare Fastify that answers the same bytes, in the same run:
 * `node packages/local/tools/bench-get.ts`. The goal is a ratio of 0.5 at least.
 */

import { createRequire } from "node:module";
import { systemClock, systemRandom } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import Fastify from "fastify";
import { createGuard } from "../src/access/guard.ts";
import { createAccess } from "../src/access/index.ts";
import { createResources } from "../src/arm/resources.ts";
import { openDurable } from "../src/state/durable.ts";
import type { ArmPart } from "../src/wall/arm-call.ts";
import { plainClient, principal, subscription } from "./in-process.ts";

/** autocannon has no types of its own. */
const autocannon = createRequire(import.meta.url)("autocannon") as (options: {
  url: string;
  connections: number;
  duration: number;
}) => Promise<{ requests: { average: number } }>;

const durable = openDurable(":memory:");
const resources = createResources({
  durable,
  clock: systemClock,
  random: systemRandom,
  log: silentLog,
  timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 },
  suffixes: { storage: "core.test", keyVaultDns: "vault.core.test", acrLoginServer: "core.test", cluster: "core.test" },
});
// Asked through the check that every call to ARM passes: the caller is Owner by an assignment.
const access = createAccess({ durable, clock: systemClock, groupsOf: () => [] });
const guard = createGuard(access);
const guarded: ArmPart = (call) => guard(call, () => resources(call));
const plain = plainClient(resources);
await plain(
  "PUT",
  `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleAssignments/${principal.objectId}?api-version=2022-04-01`,
  {
    properties: {
      principalId: principal.objectId,
      roleDefinitionId: `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`,
    },
  },
);
const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
await plain("PUT", `${group}?api-version=2019-07-01`, { location: "eastus" });
await plain("PUT", `${vnet}?api-version=2020-08-01`, {
  location: "eastus",
  properties: {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [0, 1].map((index) => ({ name: `s${index}`, properties: { addressPrefix: `10.0.${index}.0/24` } })),
  },
});
const body = Buffer.from((await plain("GET", `${vnet}?api-version=2020-08-01`)).text);

const bare = Fastify();
bare.get("/*", (_, reply) => reply.header("content-type", "application/json; charset=utf-8").send(body));
const engine = Fastify();
engine.all("/*", async (request, reply) => {
  const response = await guarded({
    request: {
      method: request.method,
      url: new URL(request.url, "http://localhost"),
      headers: request.headers as Record<string, string>,
      body: new Uint8Array(),
      signal: new AbortController().signal,
    },
    principal,
    requestId: "r",
    correlationId: "c",
  });
  return reply
    .code(response?.status ?? 404)
    .headers({ ...response?.headers })
    .send(Buffer.from(response?.body ?? []));
});

const measure = async (app: typeof bare): Promise<number> => {
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const path = `${url}${vnet}?api-version=2020-08-01`;
  await autocannon({ url: path, connections: 20, duration: 1 });
  const result = await autocannon({ url: path, connections: 20, duration: 4 });
  return result.requests.average;
};

const rates = { bare: await measure(bare), engine: await measure(engine) };
console.log(
  `${body.length} bytes; bare ${Math.round(rates.bare)}/s, engine ${Math.round(rates.engine)}/s, ratio ${(rates.engine / rates.bare).toFixed(2)}`,
);
await Promise.all([bare.close(), engine.close()]);
await resources[Symbol.asyncDispose]();
durable[Symbol.dispose]();
