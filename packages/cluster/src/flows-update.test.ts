import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, type JsonObject } from "@aro/api";
import { flows, supportedChanges } from "./flows.ts";
import { outboundAddressName } from "./names/resource-names.ts";
import { fakeRun } from "./testing/fake-run.ts";
import { managedGroupId, sampleCluster } from "./testing/sample-cluster.ts";
import { firstPartyToken, type World, world } from "./testing/world.ts";

const addresses = `${managedGroupId}/providers/Microsoft.Network/publicIPAddresses`;
const addressesPointer = "/properties/networkProfile/loadBalancerProfile/managedOutboundIps";
const balancerOf = (there: World) =>
  there.azure.arm.get(
    `${managedGroupId}/providers/Microsoft.Network/loadBalancers/${there.run.document.openShiftCluster.properties.infraId}`,
  );
const further = (there: World, index: number) => outboundAddressName(there.run.document.id, index);

/** A created cluster with `before` outbound addresses, of which the customer now wants `after`. */
async function changed(before: number, after: number | undefined, privateApi = false): Promise<World> {
  const made = await world(
    sampleCluster((properties) => {
      properties.sshKey = "sealed:key" as never;
      properties.networkProfile.loadBalancerProfile = { managedOutboundIps: { count: before } };
      if (privateApi) properties.apiserverProfile.visibility = "Private";
    }),
  );
  assert.equal((await made.play("Creating")).outcome, "finished");
  want(made, after);
  made.forget();
  return made;
}

function want(there: World, count: number | undefined): void {
  const document = structuredClone(there.run.document);
  const profile = document.openShiftCluster.properties.networkProfile.loadBalancerProfile;
  assert.ok(profile);
  if (count === undefined) delete profile.managedOutboundIps;
  else profile.managedOutboundIps = { count };
  const run = fakeRun(document);
  Object.assign(there.run, { document: run.document, progress: undefined, applied: [], pollers: {} });
}

/** Names of the addresses that traffic leaves by, of those the document shows, and of those that exist. */
function state(there: World) {
  const infraId = there.run.document.openShiftCluster.properties.infraId ?? "";
  const short = (id: string) => (id.split("/").at(-1) ?? "").replace(infraId, "I");
  const { frontendIPConfigurations: fronts, outboundRules } = (balancerOf(there)?.properties ?? {}) as {
    frontendIPConfigurations: (JsonObject & { id: string; properties: { publicIPAddress: { id: string } } })[];
    outboundRules: { properties: { frontendIPConfigurations: { id: string }[] } }[];
  };
  const byId = new Map(fronts.map((front) => [front.id.toLowerCase(), front.properties.publicIPAddress.id]));
  const { loadBalancerProfile } = there.run.document.openShiftCluster.properties.networkProfile;
  return {
    rule: outboundRules[0]?.properties.frontendIPConfigurations
      .map(({ id }) => short(byId.get(id.toLowerCase()) ?? ""))
      .sort(),
    document: loadBalancerProfile?.effectiveOutboundIps?.map(({ id }) => short(id)).sort(),
    exist: [...there.azure.arm.resources.values()]
      .filter(({ type }) => type === "Microsoft.Network/publicIPAddresses")
      .map(({ id }) => short(id))
      .filter((name) => name !== "I-default-v4")
      .sort(),
  };
}

const three = (there: World) => ["I-pip-v4", further(there, 0), further(there, 1)].sort();

/** Names and kinds of spec 03 §4 for a cluster with a service principal (A = once or memory, C = condition, R = retried on authorization). */
const specified = [
  "validateResources R",
  "fixupClusterSPObjectID R",
  "createOrUpdateClusterServicePrincipalRBAC A",
  "initializeKubernetesClients A",
  "initializeOperatorDeployer A",
  "createOrUpdateDenyAssignment A",
  "startVMs A",
  "apiServersReady C",
  "rotateACRTokenPassword A",
  "correctCertificateIssuer A",
  "configureAPIServerCertificate A",
  "configureIngressCertificate A",
  "fixUserAdminKubeconfig A",
  "reconcileLoadBalancerProfile A",
  "reconcileSoftwareDefinedNetwork A",
  "ensureCredentialsRequest A",
  "updateOpenShiftSecret A",
  "aroCredentialsRequestReconciled C",
  "updateAROSecret A",
  "restartAROOperatorMaster A",
  "aroDeploymentReady C",
];

test("the steps of an update bear the names and stand in the order of spec 03 §4; it handles what it says it supports", () => {
  const [first, ...listed] = flows.Updating.map(
    (step) =>
      `${step.name} ${step.kind === "condition" ? "C" : step.kind === "once" && step.retryAuthorization ? "R" : "A"}`,
  );
  assert.equal(first, "waitOutFormerOperations A");
  assert.deepEqual(listed, specified);
  assert.deepEqual(supportedChanges, [addressesPointer, "/properties/servicePrincipalProfile"]);
});

test("more outbound addresses are made, used and written down; the wish is marked as true (ARM-PAT-07)", async () => {
  const there = await changed(1, 3);
  assert.equal((await there.play("Updating")).outcome, "finished");
  assert.deepEqual(state(there), { rule: three(there), document: three(there), exist: three(there) });
  assert.deepEqual(there.run.applied, [addressesPointer]);
  const put = there.azure.requests.find(({ method, path }) => method === "PUT" && path.includes("publicIPAddresses"));
  assert.deepEqual(put?.body, {
    location: "eastus",
    sku: { name: "Standard" },
    properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
  });
});

test("fewer leave the API server's address and remove the rest", async () => {
  const there = await changed(3, 1);
  assert.equal((await there.play("Updating")).outcome, "finished");
  assert.deepEqual(state(there), { rule: ["I-pip-v4"], document: ["I-pip-v4"], exist: ["I-pip-v4"] });
});

test("a private API has no address of its own among them", async () => {
  const there = await changed(2, 3, true);
  assert.equal((await there.play("Updating")).outcome, "finished");
  const expected = [0, 1, 2].map((index) => further(there, index)).sort();
  assert.deepEqual(state(there), { rule: expected, document: expected, exist: expected });
});

test("without managed addresses the rule is emptied, and the public API keeps its address", async () => {
  const there = await changed(2, undefined);
  assert.equal((await there.play("Updating")).outcome, "finished");
  assert.deepEqual(state(there), { rule: [], document: [], exist: ["I-pip-v4"] });
});

test("what is as it should be is not written", async () => {
  const there = await changed(2, 2);
  assert.equal((await there.play("Updating")).outcome, "finished");
  assert.deepEqual(there.azure.writes(), []);
});

test("a document that says something else is corrected from the load balancer (spec 03 §9.5)", async () => {
  const there = await changed(1, 1);
  const document = structuredClone(there.run.document);
  const { loadBalancerProfile } = document.openShiftCluster.properties.networkProfile;
  assert.ok(loadBalancerProfile);
  loadBalancerProfile.effectiveOutboundIps = [{ id: "/wrong" }];
  there.run.document = fakeRun(document).document;
  await there.play("Updating");
  assert.deepEqual(state(there).document, ["I-pip-v4"]);
});

test("frontends with rules of their own and the rules stay as they were", async () => {
  const there = await changed(1, 2);
  const balancer = balancerOf(there);
  assert.ok(balancer);
  const fronts = balancer.properties["frontendIPConfigurations"] as JsonObject[];
  const rules = balancer.properties["loadBalancingRules"] as JsonObject[];
  const service = {
    id: `${balancer.id}/frontendIPConfigurations/a1`,
    name: "a1",
    properties: { publicIPAddress: { id: `${addresses}/service` } },
  };
  fronts.push(service);
  rules.push({
    id: `${balancer.id}/loadBalancingRules/a1`,
    name: "a1",
    properties: { frontendIPConfiguration: { id: service.id }, protocol: "Tcp", frontendPort: 80, backendPort: 30080 },
  });
  const before = structuredClone(rules);
  assert.equal((await there.play("Updating")).outcome, "finished");
  const after = balancerOf(there)?.properties;
  const names = (part: string) => ((after?.[part] ?? []) as JsonObject[]).map(({ name }) => name);
  assert.deepEqual(
    names("loadBalancingRules"),
    before.map(({ name }) => name),
  );
  assert.ok(names("frontendIPConfigurations").includes("a1"));
  assert.deepEqual(balancerOf(there)?.["sku"], { name: "Standard" });
});

test("addresses that could not be made are named one by one, and left-overs are removed all the same", async () => {
  const there = await changed(1, 4);
  there.azure.arm.have(`${addresses}/old-outbound-pip-v4`);
  there.azure.arm.intercept = ({ method, path, body }) =>
    method === "PUT" && path.includes("publicIPAddresses")
      ? {
          status: 409,
          body: {
            error: {
              code: "PublicIPCountLimitReached",
              message: `no more for ${path.split("/").at(-1)} ${typeof body}`,
            },
          },
        }
      : undefined;
  const outcome = await there.play("Updating");
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof CloudError);
  const { details = [] } = outcome.error.body;
  assert.deepEqual(
    details.map(({ details: [azure] = [] }) => azure?.message.split(" ").at(-2)),
    [further(there, 0), further(there, 1)],
  );
  assert.deepEqual(state(there).exist, ["I-pip-v4"]);
  assert.deepEqual(there.run.applied, []);
});

test("a load balancer that the cluster wrote meanwhile is read and changed again", async () => {
  const there = await changed(1, 2);
  let lost = 1;
  there.azure.arm.intercept = ({ method, path, headers }) => {
    if (method !== "PUT" || !path.includes("/loadBalancers/")) return undefined;
    assert.ok(headers["if-match"]);
    return lost-- > 0 ? { status: 412, body: { error: { code: "PreconditionFailed", message: "m" } } } : undefined;
  };
  assert.equal((await there.play("Updating")).outcome, "finished");
  assert.equal(state(there).rule?.length, 2);
});

test("an update whose worker dies at any one call to Azure goes on to the same end, without an address left over", async () => {
  const calls = await (async () => {
    const there = await changed(3, 2);
    await there.play("Updating");
    return there.azure.requests.filter(({ host }) => host === "arm.test").length;
  })();
  for (const before of [true, false])
    for (let stop = 1; stop <= calls; stop++) {
      const there = await changed(3, 2);
      const controller = new AbortController();
      const alive = fakeRun(there.run.document);
      const dead = async () => Promise.reject(new Error("lease lost"));
      let seen = 0;
      there.azure.arm.intercept = async (request) => {
        if (++seen !== stop) return undefined;
        there.azure.arm.intercept = undefined;
        if (!before) await there.azure.arm.respond(request);
        Object.assign(alive, {
          document: there.run.document,
          pollers: { ...there.run.pollers },
          progress: there.run.progress,
        });
        Object.assign(there.run, { patch: dead, rememberPoller: dead, markApplied: dead });
        controller.abort(new Error("lease lost"));
        throw new DOMException("aborted", "AbortError");
      };
      await there.play("Updating", { signal: controller.signal });
      assert.equal((await there.play("Updating", { run: alive })).outcome, "finished", `${before} ${stop}`);
      there.run.document = alive.document;
      const expected = ["I-pip-v4", further(there, 0)].sort();
      const { rule, document, exist } = state(there);
      assert.equal(rule?.length, 2, `${before} ${stop}`);
      assert.deepEqual(document, rule, `${before} ${stop}`);
      assert.deepEqual(exist, rule, `${before} ${stop}`);
      assert.ok(exist.includes("I-pip-v4") && expected.length === 2);
    }
});

test("what earlier operations left running is waited for first, with the identity that began it", async () => {
  const there = await changed(1, 1);
  there.run.leftBehind = {
    "deployment g/storage": "https://arm.test/operations/gone-1?api-version=1",
    "service: rp-pe-x": "https://arm.test/operations/gone-2?api-version=1",
  };
  assert.equal((await there.play("Updating")).outcome, "finished");
  const first = there.azure.requests.slice(0, 2);
  assert.deepEqual(
    first.map(({ path, headers }) => [path, headers["authorization"]]),
    [
      ["/operations/gone-1", `Bearer ${firstPartyToken("customer-tenant")}`],
      ["/operations/gone-2", `Bearer ${firstPartyToken("home-tenant")}`],
    ],
  );
});
