import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { ApiError, type ArmRequest, type Connection } from "@aro/client";
import { systemClock } from "@aro/runtime";
import { silentLog } from "@aro/telemetry";
import { readJson } from "../json-file.ts";
import { serviceNames } from "../rp-environment.ts";
import { applySeed } from "./apply.ts";
import { customerNames, firstClusterRole, roleList, seedList } from "./list.ts";
import { registerProvider } from "./register.ts";

/** ARM as far as the seed asks: it holds what was PUT, and the registration completes at the third look. */
function paperArm(held: Map<string, unknown>) {
  const written: string[] = [];
  let looks = 0;
  const connection: Connection = {
    endpoint: "https://arm.invalid",
    clock: systemClock,
    attempt: () => assert.fail("not used"),
    call: async ({ method, path, body }: ArmRequest) => {
      const answer = (found: unknown) => ({ status: 200, header: () => undefined, body: found as never });
      if (path.includes("/providers/Microsoft.RedHatOpenShift")) {
        if (method === "POST") held.set("registering", true);
        const registered = held.has("registering") && ++looks > 2;
        return answer({ registrationState: registered || held.has("registered") ? "Registered" : "NotRegistered" });
      }
      if (method === "PUT") {
        written.push(path);
        held.set(path, body);
      }
      if (!held.has(path)) throw new ApiError(404, { code: "ResourceNotFound", message: path });
      return answer(held.get(path));
    },
  };
  return { connection, written };
}

test("a fresh instance gets what a cluster needs; seeding again changes nothing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aro-seed-"));
  const held = new Map<string, unknown>();
  const made: string[] = [];
  const deps = (connection: Connection) => ({
    connection,
    subscriptionId: "S",
    suffix: "aro.test",
    firstPartyObjectId: "FP",
    directory: {
      make: async (name: string) => {
        made.push(name);
        return { clientId: "id", clientSecret: "secret" };
      },
      renew: () => assert.fail("not used"),
      objectIdOf: async () => "SP",
      service: () => assert.fail("not used"),
    },
    seededFile: join(folder, "seeded.json"),
    log: silentLog,
    signal: new AbortController().signal,
  });
  const first = paperArm(held);
  await applySeed(deps(first.connection));
  await registerProvider(deps(first.connection));
  assert.ok(held.has("registering"));
  assert.deepEqual(first.written, [
    ...seedList("aro.test").map((row) => `/subscriptions/S${row.path}`),
    ...[...roleList, firstClusterRole].map(
      ({ scope, name }) => `/subscriptions/S${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`,
    ),
  ]);
  assert.deepEqual(readJson(join(folder, "seeded.json")), {
    servicePrincipal: { clientId: "id", clientSecret: "secret" },
  });
  held.delete("registering");
  held.set("registered", true);
  const second = paperArm(held);
  await applySeed(deps(second.connection));
  await registerProvider(deps(second.connection));
  assert.deepEqual([second.written, held.has("registering")], [[], false]);
  const busy = (of: string): Connection => {
    const left = new Map([...held].filter(([path]) => !path.startsWith(`/subscriptions/S/resourceGroups/${of}/`)));
    const { connection } = paperArm(left);
    const refused = new ApiError(409, { code: "ResourceGroupBeingDeleted", message: of });
    return {
      ...connection,
      call: (request) =>
        request.method === "PUT" && request.path.includes(`/${of}/`)
          ? Promise.reject(refused)
          : connection.call(request),
    };
  };
  // A group that a customer is deleting is left alone: the deletion ends only when the service is up.
  await applySeed(deps(busy(customerNames.resourceGroup)));
  await assert.rejects(applySeed(deps(busy(serviceNames.resourceGroup))), /ResourceGroupBeingDeleted/);
  assert.deepEqual(made, [customerNames.cluster]);
  rmSync(folder, { recursive: true });
});

test("the seed has the networks that the service's settings name, and one for clusters (spec 03 §9)", () => {
  const subnets = new Map(
    seedList("aro.test").flatMap((row) => {
      const body = row.body as { properties?: { subnets?: { name: string; properties: { addressPrefix: string } }[] } };
      const network = /resourceGroups\/([^/]+)\/.*virtualNetworks\/(.+)$/.exec(row.path);
      return (body.properties?.subnets ?? []).map(
        (subnet) => [`${network?.[1]}/${network?.[2]}/${subnet.name}`, subnet.properties.addressPrefix] as const,
      );
    }),
  );
  const { resourceGroup: service } = serviceNames;
  assert.ok(subnets.has(`${service}/rp-vnet/rp-subnet`));
  assert.ok(subnets.has(`${service}/rp-pe-vnet-001/rp-pe-subnet`));
  assert.equal(subnets.get("demo/vnet/master"), "10.0.0.0/23");
  assert.equal(subnets.get("demo/vnet/worker"), "10.0.2.0/23");
});
