import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, type JsonObject } from "@aro/api";
import { toCloudError } from "@aro/azure";
import { flows } from "./flows.ts";
import { fakeRun } from "./testing/fake-run.ts";
import { managedGroupId, masterSubnetId, sampleCluster, workerSubnetId } from "./testing/sample-cluster.ts";
import { type World, world } from "./testing/world.ts";

const endpoint =
  "/subscriptions/rp-sub/resourceGroups/rp/providers/Microsoft.Network/privateEndpoints/rp-pe-22222222-2222-4222-8222-222222222222";
const inGroup = (type: string, name: string) => `${managedGroupId}/providers/${type}/${name}`;

/** A cluster that was created, about to be deleted. */
async function created(): Promise<World> {
  const there = await world(
    sampleCluster((properties) => {
      properties.sshKey = "sealed:key" as never;
    }),
  );
  assert.equal((await there.play("Creating")).outcome, "finished");
  const infraId = there.run.document.openShiftCluster.properties.infraId;
  const nsg = there.azure.arm.get(inGroup("Microsoft.Network/networkSecurityGroups", `${infraId}-nsg`));
  assert.ok(nsg);
  nsg.properties["subnets"] = [{ id: masterSubnetId }, { id: workerSubnetId }];
  there.run.document = fakeRun(structuredClone(there.run.document)).document;
  there.run.progress = undefined;
  there.forget();
  return there;
}

/** What is left: ids of resources outside the customer's network, and groups. */
const left = ({ azure }: World) => ({
  resources: [...azure.arm.resources.keys()].filter((id) => !id.includes("/virtualnetworks/")),
  groups: [...azure.arm.groups.keys()].sort(),
});
const nothing = { resources: [], groups: ["customer", "rp"] };

test("the steps of a delete stand in the order of spec 03 §6", () => {
  assert.deepEqual(
    flows.Deleting.map(({ name }) => name),
    [
      "hiveDeleteNamespace",
      "hiveNamespaceGone",
      "regainAccess",
      "cancelDeployments",
      "waitOutFormerOperations",
      "deleteDNS",
      "deletePrivateEndpoint",
      "deleteRoleAssignments",
      "deleteRoleDefinitions",
      "deleteGatewayRecord",
      "gatewayRecordGone",
      "deleteResources",
      "deleteResourceGroup",
      "nothingRemains",
      "deleteCertificates",
      "deleteACRToken",
      "markBillingDeleted",
    ],
  );
});

test("nothing is left but the customer's network, detached from us; the record of charge ends (ARM-DEL-08)", async () => {
  const there = await created();
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual(left(there), nothing);
  for (const id of [masterSubnetId, workerSubnetId]) {
    const subnet = there.azure.arm.get(id);
    assert.ok(subnet, id);
    assert.equal(subnet.properties["networkSecurityGroup"], undefined);
    assert.notEqual(subnet.properties["serviceEndpoints"], undefined);
  }
  assert.deepEqual(there.billing.deleted, [there.run.document.id]);
  assert.deepEqual(there.run.pollers, {});
});

test("resources go level by level: a level begins when the one before has ended (spec 03 §6)", async () => {
  const there = await created();
  const { arm } = there.azure;
  for (const [type, name] of [
    ["Microsoft.Compute/virtualMachines", "m-0"],
    ["Microsoft.Compute/virtualMachines", "m-1"],
    ["Microsoft.Network/networkInterfaces", "m-0-nic"],
    ["Microsoft.Compute/disks", "m-0-disk"],
  ] as const)
    arm.have(inGroup(type, name));
  arm.polls = 3;
  const alive = new Set(arm.resources.keys());
  const levels: string[][] = [];
  let begun: string[] = [];
  let polled = false;
  arm.intercept = ({ method, path }) => {
    if (method === "DELETE" && path.startsWith(`${managedGroupId}/providers/`) && !path.includes("/roleAssignments/")) {
      if (polled) {
        levels.push(begun);
        for (const id of begun) assert.equal(arm.get(id), undefined, `${id} still stands when ${path} goes`);
        begun = [];
        polled = false;
      }
      begun.push(path);
    } else if (path.startsWith("/operations/") && begun.length > 0) polled = true;
    return undefined;
  };
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.ok(alive.size > 0);
  const types = levels
    .concat([begun])
    .map((level) => [...new Set(level.map((id) => id.split("/").at(-2) ?? ""))].sort());
  assert.deepEqual(types[0], ["virtualMachines"]);
  assert.deepEqual(types[1], ["privateLinkServices"]);
  assert.deepEqual(types[2], ["networkInterfaces"]);
  assert.deepEqual(types.at(-1), ["networkSecurityGroups"]);
  assert.equal(types.length, 5);
});

test("what others of its level hold is tried again when those are gone", async () => {
  const there = await created();
  const { arm } = there.azure;
  let refusals = 0;
  arm.intercept = ({ method, path }) => {
    if (method !== "DELETE" || !path.includes("/publicIPAddresses/")) return undefined;
    const held = [...arm.resources.values()].some(
      ({ type, properties }) => type.endsWith("/loadBalancers") && JSON.stringify(properties).includes(path),
    );
    if (!held) return undefined;
    refusals++;
    return { status: 400, body: { error: { code: "PublicIPAddressCannotBeDeleted", message: "still allocated" } } };
  };
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.ok(refusals > 0);
  assert.deepEqual(left(there), nothing);
});

test("each resource is deleted with the api-version of its type, an unknown type is left to the group (spec 03 §9.1)", async () => {
  const there = await created();
  there.azure.arm.have(inGroup("Microsoft.Unknown/things", "t"));
  there.azure.arm.have(inGroup("Microsoft.Compute/disks", "d"));
  await there.play("Deleting");
  const versions = there.azure.requests
    .filter(({ method }) => method === "DELETE")
    .map(({ path, query }) => [path.split("/").at(-2), query["api-version"]]);
  assert.ok(versions.some(([type, version]) => type === "disks" && version === "2019-03-01"));
  assert.ok(versions.some(([type, version]) => type === "loadBalancers" && version === "2020-08-01"));
  assert.ok(versions.some(([type, version]) => type === "storageAccounts" && version === "2021-09-01"));
  assert.equal(
    versions.some(([type]) => type === "things"),
    false,
  );
  assert.deepEqual(left(there), nothing);
});

for (const [part, remove] of [
  ["the managed group", (there: World) => void there.azure.arm.groups.delete("aro-managed")],
  ["the service's endpoint", (there: World) => void there.azure.arm.resources.delete(endpoint.toLowerCase())],
  ["the workers' subnet", (there: World) => void there.azure.arm.resources.delete(workerSubnetId.toLowerCase())],
  [
    "the security group",
    (there: World) => {
      for (const id of there.azure.arm.resources.keys())
        if (id.includes("networksecuritygroups")) there.azure.arm.resources.delete(id);
    },
  ],
  ["the record of charge", (there: World) => void there.billing.ensured.splice(0)],
  [
    "everything",
    (there: World) => {
      there.azure.arm.resources.clear();
      there.azure.arm.groups.delete("aro-managed");
      there.billing.ensured.splice(0);
    },
  ],
] as const)
  test(`a delete succeeds when ${part} is gone already (ARM-DEL-06)`, async () => {
    const there = await created();
    remove(there);
    if (part === "the managed group")
      for (const id of there.azure.arm.resources.keys())
        if (id.includes("/aro-managed/")) there.azure.arm.resources.delete(id);
    assert.equal((await there.play("Deleting")).outcome, "finished");
    assert.deepEqual(left(there), nothing);
  });

test("a cluster that got no further than its document is deleted without a trace in Azure", async () => {
  const there = await world(sampleCluster());
  there.azure.arm.polls = 0;
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.equal(there.azure.writes().filter((write) => !write.startsWith("DELETE")).length, 0);
});

test("a group that belongs to something else is left as it is (spec 03 §6 row 8)", async () => {
  const there = await created();
  there.azure.arm.groups.set("aro-managed", { location: "eastus", managedBy: "/another" });
  const before = [...there.azure.arm.resources.keys()].filter((id) => id.includes("/aro-managed/"));
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual(
    [...there.azure.arm.resources.keys()].filter((id) => id.includes("/aro-managed/")),
    before,
  );
  assert.ok(there.azure.arm.groups.has("aro-managed"));
  assert.equal(there.azure.arm.get(endpoint), undefined);
});

test("role assignments on the group go, those on other scopes and every Owner stay (spec 03 §6 row 5)", async () => {
  const there = await created();
  const role = (name: string, scope: string, definition: string) =>
    there.azure.arm.have(inGroup("Microsoft.Authorization/roleAssignments", name), {
      properties: { scope, roleDefinitionId: `/x/roleDefinitions/${definition}` },
    });
  role("mine", managedGroupId.toUpperCase(), "b24988ac-6180-42a0-ab88-20f7382dd24c");
  role("owner", managedGroupId, "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635");
  role("above", `/subscriptions/s`, "b24988ac-6180-42a0-ab88-20f7382dd24c");
  await there.play("Deleting");
  const deleted = there.azure
    .writes()
    .filter((write) => write.startsWith("DELETE") && write.includes("roleAssignments"));
  assert.ok(deleted.some((write) => write.endsWith("/mine")));
  assert.equal(
    deleted.some((write) => write.endsWith("/owner") || write.endsWith("/above")),
    false,
  );
  assert.equal(deleted.length, 2);
});

test("roles that an older version defined for the group go, those of others stay (spec 03 §6 row 6)", async () => {
  const there = await created();
  const role = (name: string, roleName: string, ...assignableScopes: string[]) =>
    there.azure.arm.have(inGroup("Microsoft.Authorization/roleDefinitions", name), {
      properties: { roleName, assignableScopes, type: "CustomRole" },
    });
  role("ours", "Azure Red Hat OpenShift cluster c1", managedGroupId.toUpperCase());
  role("wider", "Azure Red Hat OpenShift cluster c2", managedGroupId, "/subscriptions/s");
  role("elsewhere", "Azure Red Hat OpenShift cluster c3", `${managedGroupId}-2`);
  role("customers", "Operators of c1", managedGroupId);
  await there.play("Deleting");
  const asked = there.azure.requests.find(({ path }) => path.endsWith("/roleDefinitions"));
  assert.equal(asked?.query["api-version"], "2018-01-01-preview");
  assert.deepEqual(
    there.azure.writes().filter((write) => write.includes("roleDefinitions")),
    [`DELETE ${inGroup("Microsoft.Authorization/roleDefinitions", "ours")}`],
  );
});

test("a failed network interface is repaired before it is removed", async () => {
  const there = await created();
  const nic = inGroup("Microsoft.Network/networkInterfaces", "n");
  there.azure.arm.have(nic, { properties: { provisioningState: "Failed", enableAcceleratedNetworking: true } });
  await there.play("Deleting");
  assert.deepEqual(
    there.azure.writes().filter((write) => write.endsWith("/networkInterfaces/n")),
    [`PUT ${nic}`, `DELETE ${nic}`],
  );
});

test("a group that went with the service's rights in it, while the answer was lost, is gone; one that stays is told as forbidden", async () => {
  for (const goes of [true, false]) {
    const there = await created();
    const refusal = { code: "AuthorizationFailed", message: "no right over the scope, or the scope is invalid" };
    there.azure.arm.intercept = ({ method, path }) => {
      if (method !== "DELETE" || path.toLowerCase() !== managedGroupId.toLowerCase()) return undefined;
      if (goes) there.azure.arm.groups.delete("aro-managed");
      return { status: 403, body: { error: refusal } };
    };
    const outcome = await there.play("Deleting");
    if (goes) assert.equal(outcome.outcome, "finished");
    else
      assert.ok(
        outcome.outcome === "failed" && outcome.step === "deleteResourceGroup",
        JSON.stringify(outcome.outcome),
      );
  }
});

test("a private zone lets go of its networks first", async () => {
  const there = await created();
  const zone = inGroup("Microsoft.Network/privateDnsZones", "z.test");
  there.azure.arm.have(zone);
  there.azure.arm.have(`${zone}/virtualNetworkLinks/link`);
  await there.play("Deleting");
  const writes = there.azure.writes().filter((write) => write.includes("privateDnsZones"));
  assert.deepEqual(writes, [`DELETE ${zone}/virtualNetworkLinks/link`, `DELETE ${zone}`]);
});

for (const [azure, code, status] of [
  ["CannotDeleteLoadBalancerWithPrivateLinkService", "CannotDeleteLoadBalancerWithPrivateLinkService", 400],
  ["AuthorizationFailed", "Forbidden", 403],
  ["InUseSubnetCannotBeDeleted", "InUseSubnetCannotBeDeleted", 400],
  ["ScopeLocked", "ScopeLocked", 409],
] as const)
  test(`${azure} on a delete is ${code}, ${status}, and the delete can be repeated (spec 03 §6)`, async () => {
    const there = await created();
    const error = { code: azure, message: "no", additionalInfo: [{ type: "T", info: {} }] };
    there.azure.arm.intercept = ({ method, path }) =>
      method === "DELETE" && path.includes("/loadBalancers/") ? { status: status, body: { error } } : undefined;
    const outcome = await there.play("Deleting");
    assert.ok(outcome.outcome === "failed");
    const shown = toCloudError(outcome.error, { managedResourceGroup: "aro-managed" });
    assert.equal(shown.body.code, code);
    assert.equal(shown.status, status);
    assert.equal(shown.body.target, "features.ResourcesClient#DeleteByID");
    assert.deepEqual(shown.body.details, [error]);
    assert.deepEqual(there.billing.deleted, []);
    there.azure.arm.intercept = undefined;
    there.run.progress = undefined;
    assert.equal((await there.play("Deleting")).outcome, "finished");
    assert.deepEqual(left(there), nothing);
  });

test("a subnet that may not be changed stops the delete with its id (spec 03 §6)", async () => {
  const there = await created();
  there.azure.arm.intercept = ({ method, path }) =>
    method === "PUT" && path === workerSubnetId
      ? { status: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } }
      : undefined;
  const outcome = await there.play("Deleting");
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof CloudError);
  assert.equal(outcome.error.body.code, "InvalidLinkedSubnet");
  assert.equal(outcome.error.body.target, workerSubnetId);
});

test("a deployment that still runs is cancelled and waited for before anything is removed (architecture §5.4)", async () => {
  const there = await created();
  let state = "Running";
  const seen: string[] = [];
  there.azure.arm.intercept = ({ method, path }) => {
    if (method === "DELETE") seen.push("delete");
    if (!path.includes("/deployments/storage")) return undefined;
    seen.push(`${method} ${state}`);
    if (method === "POST") {
      state = "Canceled";
      return { status: 204 };
    }
    return { status: 200, body: { id: path, properties: { provisioningState: state } } };
  };
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual(seen.slice(0, 4), ["GET Running", "POST Running", "GET Canceled", "delete"]);
});

test("what a former holder makes after the last listing is found and removed: two listings in a row must be empty (architecture §5.4)", async () => {
  const there = await created();
  let listings = 0;
  const group: JsonObject = { location: "eastus", managedBy: there.run.document.openShiftCluster.id };
  there.azure.arm.intercept = ({ method, path }) => {
    if (
      there.run.progress?.current?.name === "nothingRemains" &&
      method === "GET" &&
      path === endpoint &&
      ++listings === 1
    ) {
      // Between the first empty listing and the second the late calls land.
      setImmediate(() => {
        there.azure.arm.groups.set("aro-managed", group);
        there.azure.arm.have(endpoint);
      });
    }
    return undefined;
  };
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual(left(there), nothing);
  assert.equal(listings, 4);
});

test("a delete whose worker dies at any one call to Azure goes on to nothing left", async () => {
  const whole = await created();
  await whole.play("Deleting");
  const calls = whole.azure.requests.filter(({ host }) => host === "arm.test").length;
  for (let stop = 1; stop <= calls; stop += 2) {
    const there = await created();
    const controller = new AbortController();
    const alive = fakeRun(there.run.document);
    const dead = async () => Promise.reject(new Error("lease lost"));
    let seen = 0;
    there.azure.arm.intercept = async (request) => {
      if (++seen !== stop) return undefined;
      there.azure.arm.intercept = undefined;
      await there.azure.arm.respond(request);
      Object.assign(alive, { pollers: { ...there.run.pollers }, progress: there.run.progress });
      Object.assign(there.run, { patch: dead, rememberPoller: dead });
      controller.abort(new Error("lease lost"));
      throw new DOMException("aborted", "AbortError");
    };
    await there.play("Deleting", { signal: controller.signal });
    assert.equal((await there.play("Deleting", { run: alive })).outcome, "finished", `stopped at call ${stop}`);
    assert.deepEqual(left(there), nothing, `stopped at call ${stop}`);
  }
});
