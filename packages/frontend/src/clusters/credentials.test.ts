import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClusterProperties, ProvisioningState } from "@aro/api";
import { apiVersions } from "@aro/api/versions";
import { subscriptionId } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { type CallOptions, clusterPath, openWorld, type World } from "../testing/world.ts";

const password = "abcde-FGHIJ-klmno-PQRST";
const kubeconfig = "apiVersion: v1\nkind: Config\n";

const post = (world: World, action: string, version = "2022-04-01", given: CallOptions = {}, name = "c1") =>
  world.call("POST", `${clusterPath(name)}/${action}?api-version=${version}`, given);
const list = (world: World, version?: string, given?: CallOptions) => post(world, "listCredentials", version, given);
const listAdmin = (world: World, version?: string, given?: CallOptions) =>
  post(world, "listAdminCredentials", version, given);

const change = (world: World, properties: Partial<ClusterProperties>) =>
  world.change("c1", (document) => {
    const { failedProvisioningState: _, ...rest } = document.openShiftCluster.properties;
    const cluster = { ...document.openShiftCluster, properties: { ...rest, ...properties } as ClusterProperties };
    return { ...document, openShiftCluster: cluster };
  });

/** A world with cluster `c1`, whose install came to its end. */
async function installed(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options);
  await world.made("c1", 1);
  const { sealer } = world.deps;
  await change(world, {
    kubeadminPassword: sealer.seal(password),
    userAdminKubeconfig: sealer.seal(new TextEncoder().encode(kubeconfig)),
  });
  return world;
}

describe("the actions that give credentials", () => {
  it("answer in every version that has them, and no cache may keep the answer (ARM-PRX-03, ARM-PRX-04)", async () => {
    await using world = await installed();
    for (const version of apiVersions.keys()) {
      const credentials = await list(world, version);
      assert.deepEqual(
        [credentials.status, credentials.json],
        [200, { kubeadminUsername: "kubeadmin", kubeadminPassword: password }],
      );
      assert.equal(credentials.headers["cache-control"], "no-store");
      const admin = await listAdmin(world, version);
      if (version < "2021-09-01") {
        assert.deepEqual([admin.status, errorOf(admin).code], [400, "InvalidResourceType"], version);
        assert.match(errorOf(admin).message, new RegExp(`'openShiftClusters/listAdminCredentials'.*'${version}'`));
        continue;
      }
      const encoded = Buffer.from(kubeconfig).toString("base64");
      assert.deepEqual([admin.status, admin.json], [200, { kubeconfig: encoded }], version);
      assert.equal(admin.headers["cache-control"], "no-store");
    }
  });

  it("are refused while the cluster is being made or unmade, and after either failed; every other state allows them (ARM-PRX-03)", async () => {
    await using world = await installed();
    const states: readonly [ProvisioningState, ProvisioningState | undefined, RegExp | undefined][] = [
      ["Succeeded", undefined, undefined],
      ["Updating", undefined, undefined],
      ["AdminUpdating", undefined, undefined],
      ["Canceled", undefined, undefined],
      ["Failed", undefined, undefined],
      ["Failed", "Updating", undefined],
      ["Failed", "AdminUpdating", undefined],
      ["Creating", undefined, /'Creating'/],
      ["Deleting", undefined, /'Deleting'/],
      ["Failed", "Creating", /could not be created/],
      ["Failed", "Deleting", /deletion failed/],
    ];
    for (const [provisioningState, failed, refused] of states) {
      await change(world, {
        provisioningState,
        ...(failed === undefined ? {} : { failedProvisioningState: failed }),
      });
      for (const reply of [await list(world), await listAdmin(world), await list(world, "2025-07-25")]) {
        const what = `${provisioningState} ${failed}: ${reply.body}`;
        assert.equal(reply.status, refused === undefined ? 200 : 400, what);
        if (refused === undefined) continue;
        assert.equal(errorOf(reply).code, "RequestNotAllowed", what);
        assert.equal(errorOf(reply).target, undefined);
        assert.match(errorOf(reply).message, refused);
        assert.ok(!reply.body?.includes(password));
      }
    }
  });

  it("say so when the cluster has none yet, each of its own", async () => {
    await using world = await openWorld();
    await world.made("c1", 1);
    for (const [reply, what] of [
      [await list(world), /holds no kubeadmin password/],
      [await listAdmin(world), /holds no administrator's kubeconfig/],
    ] as const) {
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "RequestNotAllowed"]);
      assert.match(errorOf(reply).message, what);
    }
    await change(world, { kubeadminPassword: world.deps.sealer.seal(password) });
    assert.deepEqual([(await list(world)).status, (await listAdmin(world)).status], [200, 400]);
  });

  it("need a registered subscription, unlike a GET (ARM-SUB-05)", async () => {
    await using world = await installed();
    for (const state of ["Warned", "Suspended", "Unregistered"]) {
      await world.call("PUT", `/subscriptions/${subscriptionId}?api-version=2.0`, { body: { state } });
      const reply = await list(world);
      assert.deepEqual([reply.status, errorOf(reply).code], [400, "InvalidSubscriptionState"]);
      assert.match(errorOf(reply).message, new RegExp(`'${state}'`));
      assert.equal((await world.cluster("GET", "c1")).status, 200);
    }
  });

  it("of an absent cluster are 404, by another method 405 with what is allowed", async () => {
    await using world = await installed();
    const absent = await post(world, "listCredentials", "2022-04-01", {}, "other");
    assert.deepEqual([absent.status, errorOf(absent).code], [404, "ResourceNotFound"]);
    const read = await world.call("GET", `${clusterPath("c1")}/listCredentials?api-version=2022-04-01`);
    assert.deepEqual([read.status, read.headers["allow"]], [405, "POST"]);
  });

  it("take a body that is JSON of any kind, or none, in any casing of the path (ARM-URI-03, ARM-HDR-07)", async () => {
    await using world = await installed();
    const json = { "content-type": "application/json; charset=utf-8" };
    for (const given of [{}, { headers: json }, { body: {} }, { body: "null" }, { body: "[1]" }])
      assert.equal((await list(world, "2022-04-01", given)).status, 200, JSON.stringify(given));
    assert.equal((await post(world, "LISTCREDENTIALS")).status, 200);
    const broken = await list(world, "2022-04-01", { body: "{" });
    assert.deepEqual([broken.status, errorOf(broken).code], [400, "InvalidRequestContent"]);
    const text = await list(world, "2022-04-01", { body: "{}", headers: { "content-type": "text/plain" } });
    assert.equal(text.status, 415);
  });

  it("change nothing, and leave the secrets in no log (ARM-HDR-11, ARM-PRX-04)", async () => {
    await using world = await installed();
    const before = JSON.stringify(await world.census());
    await list(world);
    await listAdmin(world);
    assert.equal(JSON.stringify(await world.census()), before);
    const lines = world.logged.join("");
    assert.ok(lines.includes("clusters.listAdminCredentials"));
    for (const secret of [password, Buffer.from(kubeconfig).toString("base64"), "kind: Config"])
      assert.ok(!lines.includes(secret));
  });
});
