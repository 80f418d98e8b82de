import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const make = async ({ admin, core, eventually }: World, hard: object) => {
  const made = await admin.call("POST", `${core}/resourcequotas`, {
    body: { metadata: { name: "few" }, spec: { hard } },
  });
  assert.equal(made.status, 201, made.text);
  await eventually(async () => {
    const { json } = await admin.call("GET", `${core}/resourcequotas/few`);
    assert.deepEqual(Object.keys(json.status?.used ?? {}).sort(), Object.keys(hard).sort());
  });
};
const used = async ({ admin, core }: World) => (await admin.call("GET", `${core}/resourcequotas/few`)).json.status.used;
const pod = ({ admin, core, eventually }: World, name: string, resources: object = {}) =>
  eventually(async () => {
    const answer = await admin.call("POST", `${core}/pods`, {
      body: {
        metadata: { name },
        spec: { nodeSelector: { no: "where" }, containers: [{ name: "one", image: "x", resources }] },
      },
    });
    // Accounts come a moment after their namespace.
    assert.doesNotMatch(answer.text, /error looking up service account/);
    return answer;
  });
const service = ({ admin, core }: World, name: string, spec: object) =>
  admin.call("POST", `${core}/services`, { body: { metadata: { name }, spec: { ports: [{ port: 80 }], ...spec } } });

/** What namespaces may have, and what is refused beyond. */
export const quotas: readonly Fact[] = [
  fact("a quota's status tells what is used of what it limits", async (world) => {
    await make(world, { "count/configmaps": "10", services: "3", "services.nodeports": "2", "requests.cpu": "1" });
    assert.equal((await service(world, "a", { type: "NodePort" })).status, 201);
    assert.equal((await pod(world, "p", { requests: { cpu: "250m" } })).status, 201);
    await world.eventually(async () => {
      const { "count/configmaps": maps, ...others } = await used(world);
      assert.deepEqual(others, { services: "1", "services.nodeports": "1", "requests.cpu": "250m" });
      assert.ok(Number(maps) >= 0);
    });
  }),
  fact("what goes beyond a quota is refused, and says what was asked, used and limited", async (world) => {
    await make(world, { services: "1", pods: "5" });
    assert.equal((await service(world, "a", {})).status, 201);
    const refused = await service(world, "b", {});
    assert.equal(refused.status, 403);
    assert.equal(refused.json.reason, "Forbidden");
    assert.equal(
      refused.json.message,
      'services "b" is forbidden: exceeded quota: few, requested: services=1, used: services=1, limited: services=1',
    );
  }),
  fact("several limits are told together", async (world) => {
    await make(world, { "requests.cpu": "500m", "requests.memory": "1Gi" });
    const refused = await pod(world, "p", { requests: { cpu: "1", memory: "1536Mi" } });
    assert.equal(refused.status, 403);
    assert.equal(
      refused.json.message,
      'pods "p" is forbidden: exceeded quota: few, requested: requests.cpu=1,requests.memory=1536Mi, used: requests.cpu=0,requests.memory=0, limited: requests.cpu=500m,requests.memory=1Gi',
    );
  }),
  fact("a pod must say what a quota limits", async (world) => {
    await make(world, { "limits.cpu": "2", "requests.memory": "1Gi" });
    const refused = await pod(world, "p");
    assert.equal(refused.status, 403);
    assert.equal(
      refused.json.message,
      'pods "p" is forbidden: failed quota: few: must specify limits.cpu for: one; requests.memory for: one',
    );
  }),
  fact("what is deleted is free again", async (world) => {
    await make(world, { services: "1" });
    assert.equal((await service(world, "a", {})).status, 201);
    await world.admin.call("DELETE", `${world.core}/services/a`);
    await world.eventually(async () => assert.equal((await service(world, "b", {})).status, 201));
    await world.eventually(async () => assert.deepEqual(await used(world), { services: "1" }));
  }),
  fact("a change that takes more is refused as well", async (world) => {
    await make(world, { "services.nodeports": "0" });
    assert.equal((await service(world, "a", {})).status, 201);
    const refused = await world.admin.call("PATCH", `${world.core}/services/a`, {
      contentType: "application/merge-patch+json",
      body: { spec: { type: "NodePort" } },
    });
    assert.equal(refused.status, 403, refused.text);
    assert.match(
      refused.json.message,
      /exceeded quota: few, requested: services\.nodeports=1, used: services\.nodeports=0, limited: services\.nodeports=0$/,
    );
  }),
];
