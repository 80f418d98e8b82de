import assert from "node:assert/strict";
import { test } from "node:test";
import { fakeRun } from "../testing/fake-run.ts";
import { sampleCluster } from "../testing/sample-cluster.ts";
import { haveGateway, type World, world } from "../testing/world.ts";

const connection =
  "/subscriptions/rp-sub/resourceGroups/gwy/providers/Microsoft.Network/privateLinkServices/gateway-pls-001/privateEndpointConnections/connection";

async function behindGateway(status: string): Promise<World> {
  const there = await world(
    sampleCluster(({ featureProfile }) => {
      featureProfile.gatewayEnabled = true;
    }),
    { settings: { gatewayResourceGroup: "gwy" } },
  );
  haveGateway(there, { status });
  return there;
}
const networkOf = ({ run }: World) => run.document.openShiftCluster.properties.networkProfile;

test("the gateway approves the cluster's connection and is told whose link it is (spec 03 §8.3)", async () => {
  for (const status of ["Pending", "Approved"]) {
    const there = await behindGateway(status);
    assert.equal((await there.play("Creating")).outcome, "finished");
    const { gatewayPrivateEndpointIp, gatewayPrivateLinkId } = networkOf(there);
    assert.deepEqual([gatewayPrivateEndpointIp, gatewayPrivateLinkId], ["10.9.0.5", "4711"]);
    const { id, properties } = there.run.document.openShiftCluster;
    const { storageSuffix, imageRegistryStorageAccountName } = properties;
    assert.deepEqual([...there.gateway], [["4711", { id, storageSuffix, imageRegistryStorageAccountName }]]);
    const approvals = there.azure.requests.filter(({ method, path }) => method === "PUT" && path === connection);
    assert.deepEqual(
      approvals.map(({ body }) => body),
      status === "Approved"
        ? []
        : [{ properties: { privateLinkServiceConnectionState: { status: "Approved", description: "Approved" } } }],
    );
  }
});

test("a link that is another cluster's ends the create, and a delete of it leaves that record alone (spec 03 §15.11)", async () => {
  const there = await behindGateway("Approved");
  const other = { id: "/other", storageSuffix: "s", imageRegistryStorageAccountName: "i" };
  there.gateway.set("4711", other);
  const outcome = await there.play("Creating");
  assert.ok(outcome.outcome === "failed");
  assert.match(String(outcome.error), /not of cluster/);
  assert.equal(networkOf(there).gatewayPrivateEndpointIp, undefined);
  there.run.progress = undefined;
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual([...there.gateway], [["4711", other]]);
});

test("a run that died between the record and the document finds its own record (spec 03 §15.11)", async () => {
  const there = await behindGateway("Approved");
  assert.equal((await there.play("Creating")).outcome, "finished");
  await there.run.patch((document) => {
    const changed = structuredClone(document);
    delete changed.openShiftCluster.properties.networkProfile.gatewayPrivateEndpointIp;
    return changed;
  });
  there.run.progress = undefined;
  assert.equal((await there.play("Creating")).outcome, "finished");
  assert.equal(networkOf(there).gatewayPrivateEndpointIp, "10.9.0.5");
});

test("the gateway's record has gone before the cluster's endpoint is removed (spec 03 §6 row 7)", async () => {
  const there = await behindGateway("Approved");
  assert.equal((await there.play("Creating")).outcome, "finished");
  there.run.document = fakeRun(structuredClone(there.run.document)).document;
  there.run.progress = undefined;
  const known: number[] = [];
  there.azure.arm.intercept = ({ method, path }) => {
    if (method === "DELETE" && path.endsWith("-pe")) known.push(there.gateway.size);
    return undefined;
  };
  assert.equal((await there.play("Deleting")).outcome, "finished");
  assert.deepEqual(known, [0]);
});
