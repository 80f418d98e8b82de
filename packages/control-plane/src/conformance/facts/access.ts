import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const rbac = "rbac.authorization.k8s.io/v1";

async function allow({ admin, group, unique }: World, user: string, rules: object[]): Promise<void> {
  const name = unique("role");
  const role = await admin.call("POST", `${group(rbac)}/roles`, { body: { metadata: { name }, rules } });
  assert.equal(role.status, 201, role.text);
  const bound = await admin.call("POST", `${group(rbac)}/rolebindings`, {
    body: {
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user }],
    },
  });
  assert.equal(bound.status, 201, bound.text);
}

/** Who calls, and what he may. */
export const access: readonly Fact[] = [
  fact("somebody without a role is forbidden, in words that name him and what he asked", async (world) => {
    const client = await world.as({ user: { name: "alice" } });
    const refused = await client.call("GET", `${world.core}/secrets`);
    assert.equal(refused.status, 403);
    assert.equal(refused.json.reason, "Forbidden");
    assert.equal(
      refused.json.message,
      `secrets is forbidden: User "alice" cannot list resource "secrets" in API group "" in the namespace "${world.namespace}"`,
    );
  }),
  fact("a path that may not be read is forbidden by its name", async (world) => {
    const client = await world.as({ user: { name: "alice" } });
    const refused = await client.call("GET", "/metrics");
    assert.equal(refused.status, 403);
    assert.equal(refused.json.message, 'forbidden: User "alice" cannot get path "/metrics"');
  }),
  fact("a role lets do what its rules say, in its namespace", async (world) => {
    await allow(world, "bob", [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }]);
    const client = await world.as({ user: { name: "bob" } });
    await world.eventually(async () =>
      assert.equal((await client.call("GET", `${world.core}/configmaps`)).status, 200),
    );
    assert.equal(
      (await client.call("POST", `${world.core}/configmaps`, { body: { metadata: { name: "a" } } })).status,
      403,
    );
    assert.equal((await client.call("GET", "/api/v1/namespaces/default/configmaps")).status, 403);
  }),
  fact("a rule with names lets only those be read", async (world) => {
    await allow(world, "carol", [
      { apiGroups: [""], resources: ["configmaps"], resourceNames: ["one"], verbs: ["get"] },
    ]);
    const client = await world.as({ user: { name: "carol" } });
    await world.eventually(async () =>
      assert.equal((await client.call("GET", `${world.core}/configmaps/one`)).status, 404),
    );
    assert.equal((await client.call("GET", `${world.core}/configmaps/two`)).status, 403);
  }),
  fact("a subresource is allowed by its own name", async (world) => {
    await allow(world, "dora", [{ apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["get"] }]);
    const client = await world.as({ user: { name: "dora" } });
    await world.eventually(async () =>
      assert.equal((await client.call("GET", `${world.group("apps/v1")}/deployments/x/scale`)).status, 404),
    );
    assert.equal((await client.call("GET", `${world.group("apps/v1")}/deployments/x`)).status, 403);
  }),
  fact("nobody at all may read the version and is otherwise unauthorised or forbidden", async (world) => {
    const nobody = await world.as({});
    assert.equal((await nobody.call("GET", "/version")).status, 200);
    const refused = await nobody.call("GET", "/api/v1/nodes");
    assert.equal(refused.status, 403);
    assert.match(refused.json.message, /User "system:anonymous" cannot list resource "nodes"/);
  }),
  fact("a bearer token that is none of ours is unauthorised", async (world) => {
    const client = await world.as({ token: "nonsense" });
    const refused = await client.call("GET", "/version");
    assert.equal(refused.status, 401);
    assert.equal(refused.json.reason, "Unauthorized");
  }),
  fact("a service account's token is asked for, and works", async (world) => {
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
    );
    const asked = await world.admin.call("POST", `${world.core}/serviceaccounts/default/token`, {
      body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } },
    });
    assert.equal(asked.status, 201, asked.text);
    const client = await world.as({ token: asked.json.status.token });
    const who = await client.call("POST", "/apis/authentication.k8s.io/v1/selfsubjectreviews", { body: {} });
    assert.equal(who.json.status.userInfo.username, `system:serviceaccount:${world.namespace}:default`);
    assert.ok(who.json.status.userInfo.groups.includes(`system:serviceaccounts:${world.namespace}`));
  }),
  fact("a token for less than ten minutes is refused", async (world) => {
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
    );
    const refused = await world.admin.call("POST", `${world.core}/serviceaccounts/default/token`, {
      body: { spec: { expirationSeconds: 60 } },
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /may not specify a duration less than 10 minutes/);
  }),
  fact("a token review tells whose a token is", async (world) => {
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
    );
    const { json } = await world.admin.call("POST", `${world.core}/serviceaccounts/default/token`, {
      body: { spec: {} },
    });
    const review = (token: string) =>
      world.admin.call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", { body: { spec: { token } } });
    const good = await review(json.status.token);
    assert.equal(good.status, 201);
    assert.equal(good.json.status.authenticated, true);
    assert.equal(good.json.status.user.username, `system:serviceaccount:${world.namespace}:default`);
    const bad = await review("nonsense");
    assert.notEqual(bad.json.status.authenticated, true);
  }),
  fact("access reviews answer for oneself and for others", async (world) => {
    await allow(world, "erin", [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }]);
    const attributes = (verb: string) => ({ namespace: world.namespace, verb, resource: "pods" });
    await world.eventually(async () => {
      const may = await world.admin.call("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", {
        body: { spec: { user: "erin", resourceAttributes: attributes("get") } },
      });
      assert.equal(may.json.status.allowed, true);
    });
    const client = await world.as({ user: { name: "erin" } });
    const own = await client.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
      body: { spec: { resourceAttributes: attributes("delete") } },
    });
    assert.equal(own.status, 201);
    assert.equal(own.json.status.allowed, false);
  }),
  fact("somebody with all rights may act for another", async (world) => {
    const asked = await world.admin.call("GET", `${world.core}/secrets`, { headers: { "impersonate-user": "frank" } });
    assert.equal(asked.status, 403);
    assert.match(asked.json.message, /User "frank" cannot list/);
  }),
  fact("somebody without that right may not act for another", async (world) => {
    const client = await world.as({ user: { name: "grace" } });
    const refused = await client.call("GET", `${world.core}/secrets`, { headers: { "impersonate-user": "frank" } });
    assert.equal(refused.status, 403);
    assert.match(refused.json.message, /User "grace" cannot impersonate/);
  }),
  fact("a binding's role cannot be changed", async (world) => {
    await allow(world, "hank", [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }]);
    const list = await world.admin.call("GET", `${world.group(rbac)}/rolebindings`);
    const [binding] = list.json.items;
    const refused = await world.admin.call("PUT", `${world.group(rbac)}/rolebindings/${binding.metadata.name}`, {
      body: { ...binding, roleRef: { ...binding.roleRef, name: "other" } },
    });
    assert.equal(refused.status, 422);
    assert.match(refused.json.message, /cannot change roleRef/);
  }),
];
