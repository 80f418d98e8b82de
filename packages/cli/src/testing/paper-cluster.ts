import { runCluster } from "../program.ts";
import { type PaperAnswer, paperArm, paperVariables } from "./paper-arm.ts";
import { type PaperWorld, paperWorld } from "./world.ts";

export const subscription = `/subscriptions/${paperVariables.ARO_LOCAL_SUBSCRIPTION}`;
export const group = `${subscription}/resourceGroups/demo`;
export const vnet = `${group}/providers/Microsoft.Network/virtualNetworks/vnet`;
export const cluster = `${group}/providers/Microsoft.RedHatOpenShift/openShiftClusters/c1`;
export const operation = `${subscription}/providers/microsoft.redhatopenshift/locations/eastus/operationsstatus/44444444-4444-4444-8444-444444444444`;
export const createWords = "create -n c1 -g demo --vnet vnet --master-subnet master --worker-subnet worker".split(" ");
export const ok = (body: unknown, headers: Record<string, string> = {}): PaperAnswer => ({
  status: 200,
  body,
  headers,
});
export const shown = (provisioningState: string) => ({
  id: cluster,
  name: "c1",
  location: "eastus",
  properties: {
    provisioningState,
    clusterProfile: { domain: "former", resourceGroupId: `${subscription}/resourceGroups/aro-former` },
    servicePrincipalProfile: { clientId: "55555555-5555-4555-8555-555555555555" },
    workerProfiles: [{ count: 3 }],
  },
});
export const accepted = {
  "azure-asyncoperation": `https://localhost:18443${operation}?api-version=2025-07-25`,
  "retry-after": "1",
};
export const status = (name: string, more: object = {}) =>
  ok(
    { id: operation, name: "o", status: name, startTime: "2025-07-01T10:00:00Z", ...more },
    { "retry-after": "1", date: "Tue, 01 Jul 2025 10:00:04 GMT" },
  );

/** What a subscription has in which a create can succeed. */
export const surroundings: Readonly<Record<string, PaperAnswer>> = {
  [`GET ${subscription}/resourcegroups/demo`]: ok({ location: "eastus" }),
  [`GET ${subscription}/providers/Microsoft.RedHatOpenShift`]: ok({ registrationState: "Registered" }),
  [`GET ${vnet}/subnets/master`]: ok({}),
  [`GET ${vnet}/subnets/worker`]: ok({}),
};

export const directory = {
  make: async (name: string) => ({ clientId: `id of ${name}`, clientSecret: "made" }),
  renew: async (clientId: string) => ({ clientId, clientSecret: "renewed" }),
  objectIdOf: async (clientId: string) => `object of ${clientId}`,
  service: async () => "object of the service",
};

/** Runs one command line against a paper ARM with these routes, its clock running. */
export async function run(
  words: readonly string[],
  routes: Record<string, PaperAnswer | (() => PaperAnswer)>,
  options: Parameters<typeof paperWorld>[0] = {},
) {
  const arm = paperArm((call) => {
    const isRole = call.startsWith(`PUT ${vnet}/providers/Microsoft.Authorization/roleAssignments/`);
    const route = routes[call] ?? surroundings[call] ?? (isRole ? ok({}) : undefined);
    return typeof route === "function" ? route() : route;
  });
  const world: PaperWorld = paperWorld({
    environment: paperVariables,
    files: { "/ca.pem": "PEM" },
    httpClient: arm.httpClient,
    instance: { state: ".aro", environment: paperVariables, directory },
    ...options,
  });
  let done = false;
  const running = runCluster(words, world).finally(() => {
    done = true;
  });
  for (let turns = 0; turns < 5_000 && !done; turns++) {
    await world.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return { status: await running, out: world.out(), err: world.err(), written: world.written, ...arm };
}

export const inTurn = (...answers: PaperAnswer[]) => {
  let at = 0;
  return () => answers[Math.min(at++, answers.length - 1)] ?? { status: 500 };
};
