import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ClusterDocument, JsonObject } from "@aro/api";
import { apiVersions } from "@aro/api/versions";
import { clientId, clusterBody, secrets } from "../testing/cluster-body.ts";
import { errorOf } from "../testing/error-of.ts";
import { type CallOptions, clusterPath, openWorld, type World } from "../testing/world.ts";

const versions = ["2022-04-01", "2025-07-25"] as const;
const pairs = versions.flatMap((one) => versions.map((other) => [one, other] as const));

const at = (world: World, version: string, method: string, given?: CallOptions, name = "c1") =>
  world.call(method, `${clusterPath(name)}?api-version=${version}`, given);
const properties = ({ json }: { json: JsonObject }): Record<string, JsonObject> =>
  json["properties"] as Record<string, JsonObject>;

/** Made at `version`, to its end. */
async function created(world: World, version: string, body: JsonObject = clusterBody()): Promise<void> {
  const { status, body: text } = await at(world, version, "PUT", { body });
  assert.equal(status, 201, `${text}`);
  await world.end("c1", "Succeeded");
}

/** The same with members that no version knows, at every depth that versions write to. */
const withUnknown = (document: ClusterDocument): ClusterDocument => {
  const { openShiftCluster: cluster } = document;
  const [worker] = cluster.properties.workerProfiles;
  return {
    ...document,
    unknown: 1,
    openShiftCluster: {
      ...cluster,
      unknown: { deep: [1, "9007199254740993"] },
      properties: {
        ...cluster.properties,
        unknown: "properties",
        networkProfile: { ...cluster.properties.networkProfile, unknown: "network" },
        workerProfiles: [{ ...worker, unknown: "worker" } as (typeof cluster.properties.workerProfiles)[number]],
      },
    },
  };
};
const unknownIn = ({ openShiftCluster: cluster, ...document }: ClusterDocument) => [
  document["unknown"],
  cluster["unknown"],
  cluster.properties["unknown"],
  cluster.properties.networkProfile["unknown"],
  cluster.properties.workerProfiles[0]?.["unknown"],
];
const everywhere = [1, { deep: [1, "9007199254740993"] }, "properties", "network", "worker"];

describe("two versions of one cluster", () => {
  it("create with the same statuses, headers and operation: 201, then 200 for the same again (ARM-PUT-01, ARM-PUT-12)", async () => {
    for (const version of versions) {
      await using world = await openWorld();
      const first = await at(world, version, "PUT", { body: clusterBody() });
      assert.equal(first.status, 201);
      assert.equal(properties(first)["provisioningState"], "Creating");
      const operation = first.headers["azure-asyncoperation"] ?? "";
      assert.match(operation, new RegExp(`/operationsstatus/.*api-version=${version}`));
      assert.ok(Number(first.headers["retry-after"]) >= 1);
      const again = await at(world, version, "PUT", { body: clusterBody() });
      assert.deepEqual([again.status, again.headers["azure-asyncoperation"]], [200, operation]);
    }
  });

  it("read what the other wrote, each in its own members and without secrets (ARM-ENV-04, ARM-GET-03)", async () => {
    for (const [writer, reader] of pairs) {
      await using world = await openWorld();
      await created(world, writer);
      const reply = await at(world, reader, "GET");
      assert.equal(reply.status, 200);
      const { clusterProfile, servicePrincipalProfile, networkProfile, workerProfiles } = properties(reply);
      const sent = clusterBody().properties as Record<string, JsonObject>;
      const { pullSecret: _, ...shown } = sent["clusterProfile"] as JsonObject;
      // Lower case since it was made (spec 01 §6.2 step 15).
      assert.deepEqual(clusterProfile, { ...shown, resourceGroupId: `${shown["resourceGroupId"]}`.toLowerCase() });
      assert.deepEqual(servicePrincipalProfile, { clientId: clientId(1) });
      assert.deepEqual(workerProfiles, sent["workerProfiles"]);
      assert.deepEqual(
        networkProfile,
        reader === "2022-04-01"
          ? sent["networkProfile"]
          : {
              ...sent["networkProfile"],
              outboundType: "Loadbalancer",
              loadBalancerProfile: { managedOutboundIps: { count: 1 } },
              preconfiguredNSG: "Disabled",
            },
      );
      for (const secret of Object.values(secrets)) assert.ok(!reply.body?.includes(secret));
    }
  });

  it("take what either shows for no change, and an update at either keeps what neither knows (ARM-PUT-05, ARM-PUT-07)", async () => {
    for (const [writer, updater] of pairs) {
      await using world = await openWorld();
      await created(world, writer);
      await world.change("c1", withUnknown);
      const before = await world.stored("c1");
      const { json: shown } = await at(world, updater, "GET");
      const same = await at(world, updater, "PUT", { body: shown });
      assert.deepEqual([same.status, same.json], [200, shown], `${same.body}`);
      assert.equal(same.headers["azure-asyncoperation"], undefined);
      assert.equal((await world.stored("c1"))._etag, before._etag);
      const tagged = await at(world, updater, "PATCH", { body: { tags: { by: updater } } });
      assert.deepEqual([tagged.status, tagged.json["tags"]], [200, { by: updater }]);
      assert.deepEqual(unknownIn(await world.stored("c1")), everywhere);
    }
  });

  it("change the service principal alike: an operation, the secret sealed and never shown, unknown members kept (ARM-PAT-06, ARM-PUT-02)", async () => {
    for (const [writer, updater] of pairs)
      for (const method of ["PATCH", "PUT"] as const) {
        await using world = await openWorld();
        await created(world, writer);
        await world.change("c1", withUnknown);
        const { json: shown } = await at(world, updater, "GET");
        const servicePrincipalProfile = { clientId: clientId(2), clientSecret: "renewed" };
        const body =
          method === "PATCH"
            ? { properties: { servicePrincipalProfile } }
            : { ...shown, properties: { ...(shown["properties"] as JsonObject), servicePrincipalProfile } };
        const reply = await at(world, updater, method, { body });
        assert.equal(reply.status, 200, `${reply.body}`);
        assert.equal(properties(reply)["provisioningState"], "Updating");
        assert.match(reply.headers["azure-asyncoperation"] ?? "", /operationsstatus/);
        assert.deepEqual(properties(reply)["servicePrincipalProfile"], { clientId: clientId(2) });
        const stored = await world.stored("c1");
        const { clientSecret } = stored.openShiftCluster.properties.servicePrincipalProfile ?? {};
        assert.equal(world.deps.sealer.openText(clientSecret as never).reveal(), "renewed");
        assert.deepEqual(unknownIn(stored), everywhere);
      }
  });

  it("refuse a change of what is fixed at creation, each naming it (ARM-PUT-06)", async () => {
    for (const version of versions) {
      await using world = await openWorld();
      await created(world, version);
      const body = { properties: { clusterProfile: { fipsValidatedModules: "Enabled" } } };
      const reply = await at(world, version, "PATCH", { body });
      assert.deepEqual(
        [reply.status, errorOf(reply).code, errorOf(reply).target],
        [400, "PropertyChangeNotAllowed", "properties.clusterProfile.fipsValidatedModules"],
      );
    }
  });

  it("differ in what their descriptions say: systemData and names in any case (docs/decisions/0007, spec 01 §1.4)", async () => {
    const header = { "x-ms-arm-resource-system-data": JSON.stringify({ createdBy: "a@example.com" }) };
    for (const version of versions) {
      await using world = await openWorld();
      const { location, tags, properties: inner } = clusterBody();
      const recased = { LOCATION: location, Tags: tags, Properties: inner } as unknown as JsonObject;
      const reply = await at(world, version, "PUT", { body: recased, headers: header });
      if (version === "2025-07-25") {
        // Members of other names are unknown ones: nothing that is needed was sent.
        assert.deepEqual(
          [reply.status, errorOf(reply).details?.some(({ target }) => target === "location")],
          [400, true],
        );
        continue;
      }
      assert.equal(reply.status, 201, `${reply.body}`);
      assert.equal("systemData" in reply.json, false);
      const newest = await at(world, "2025-07-25", "GET");
      assert.deepEqual(newest.json["systemData"], { createdBy: "a@example.com" });
    }
  });

  it("delete alike: 202 with both addresses and an empty body, then 204 (ARM-DEL-01, ARM-DEL-02)", async () => {
    for (const [writer, deleter] of pairs) {
      await using world = await openWorld();
      await created(world, writer);
      const reply = await at(world, deleter, "DELETE");
      assert.deepEqual([reply.status, reply.body], [202, undefined]);
      for (const name of ["location", "azure-asyncoperation"])
        assert.match(reply.headers[name] ?? "", new RegExp(`api-version=${deleter}$`));
      assert.equal((await at(world, deleter, "DELETE", undefined, "absent")).status, 204);
    }
  });
});

describe("every version", () => {
  it("lists what any other has written, in the same order (ARM-LST-01)", async () => {
    await using world = await openWorld();
    const names = [...apiVersions.keys()].filter((version) => version >= "2022-04-01");
    for (const [index, version] of names.slice(0, 3).entries()) {
      const reply = await at(world, version, "PUT", { body: clusterBody(index) }, `c${index}`);
      assert.equal(reply.status, 201, `${reply.body}`);
    }
    const path = clusterPath("x").replace(/\/x$/, "");
    for (const version of apiVersions.keys()) {
      const { status, json } = await world.call("GET", `${path}?api-version=${version}`);
      const listed = (json["value"] as { name: string }[]).map(({ name }) => name);
      assert.deepEqual([status, listed], [200, ["c0", "c1", "c2"]], version);
    }
  });
});
