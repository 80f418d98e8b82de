import assert from "node:assert/strict";
import type { Answer } from "../client.ts";
import { type Fact, fact, type World } from "../fact.ts";

const rbac = "rbac.authorization.k8s.io";
const cluster = `/apis/${rbac}/v1`;
const whoami = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
const read = (resources: string[], verbs: string[] = ["get"]) => ({ apiGroups: [""], resources, verbs });
const roles = (verbs: string[], resources = ["roles", "rolebindings"]) => ({ apiGroups: [rbac], resources, verbs });

async function grant({ admin, group, unique }: World, user: string, rules: object[]): Promise<string> {
  const name = unique("role");
  const path = group(`${rbac}/v1`);
  await admin.call("POST", `${path}/roles`, { body: { metadata: { name }, rules } });
  await admin.call("POST", `${path}/rolebindings`, {
    body: {
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: "Role", name },
      subjects: [{ apiGroup: rbac, kind: "User", name: user }],
    },
  });
  return name;
}
async function grantEverywhere({ admin, unique, afterwards }: World, user: string, rules: object[]): Promise<string> {
  const name = unique("role");
  await admin.call("POST", `${cluster}/clusterroles`, { body: { metadata: { name }, rules } });
  await admin.call("POST", `${cluster}/clusterrolebindings`, {
    body: {
      metadata: { name },
      roleRef: { apiGroup: rbac, kind: "ClusterRole", name },
      subjects: [{ apiGroup: rbac, kind: "User", name: user }],
    },
  });
  afterwards(() => admin.call("DELETE", `${cluster}/clusterroles/${name}`));
  afterwards(() => admin.call("DELETE", `${cluster}/clusterrolebindings/${name}`));
  return name;
}
/** Tries until the refusal is not that the rights have not arrived yet. */
const settled = (world: World, attempt: () => Promise<Answer>, status: number) =>
  world.eventually(async () => {
    const answer = await attempt();
    assert.equal(answer.status, status, answer.text);
    return answer;
  });
const account = (world: World) =>
  world.eventually(async () =>
    assert.equal((await world.admin.call("GET", `${world.core}/serviceaccounts/default`)).status, 200),
  );
const tokenFor = async (world: World, spec: object, name = "default"): Promise<Answer> => {
  await account(world);
  return world.admin.call("POST", `${world.core}/serviceaccounts/${name}/token`, { body: { spec } });
};
const pod = (name: string) => ({ metadata: { name }, spec: { containers: [{ name: "c", image: "i" }] } });

/** Rights: who may give them, act for others, and prove himself how. */
export const rights: readonly Fact[] = [
  fact("nobody makes a role with rights that he has not", async (world) => {
    await grant(world, "mallory", [read(["configmaps"]), roles(["create"])]);
    const mallory = await world.as({ user: { name: "mallory" } });
    const make = (rules: object[]) =>
      mallory.call("POST", `${world.group(`${rbac}/v1`)}/roles?dryRun=All`, {
        body: { metadata: { name: "more" }, rules },
      });
    await settled(world, () => make([read(["configmaps"])]), 201);
    const refused = await make([read(["secrets"])]);
    assert.equal(refused.status, 403);
    assert.match(
      refused.json.message,
      /roles\.rbac\.authorization\.k8s\.io "more" is forbidden: user "mallory" \(groups=\["system:authenticated"\]\) is attempting to grant RBAC permissions not currently held:\n\{APIGroups:\[""\], Resources:\["secrets"\], Verbs:\["get"\]\}/,
    );
    assert.equal((await make([read(["*"])])).status, 403);
    assert.equal((await make([{ ...read(["configmaps"]), resourceNames: ["one"] }])).status, 201);
  }),
  fact("who may escalate makes any role", async (world) => {
    await grant(world, "nina", [roles(["create", "escalate"])]);
    const nina = await world.as({ user: { name: "nina" } });
    await settled(
      world,
      () =>
        nina.call("POST", `${world.group(`${rbac}/v1`)}/roles?dryRun=All`, {
          body: { metadata: { name: "more" }, rules: [read(["secrets"])] },
        }),
      201,
    );
  }),
  fact("nobody binds a role whose rights he has not, unless he may bind it", async (world) => {
    const { namespace } = world;
    const path = world.group(`${rbac}/v1`);
    await world.admin.call("POST", `${path}/roles`, {
      body: { metadata: { name: "secrets" }, rules: [read(["secrets"])] },
    });
    await grant(world, "otto", [roles(["create"])]);
    const otto = await world.as({ user: { name: "otto" } });
    const bind = () =>
      otto.call("POST", `${path}/rolebindings?dryRun=All`, {
        body: {
          metadata: { name: "mine" },
          roleRef: { apiGroup: rbac, kind: "Role", name: "secrets" },
          subjects: [{ kind: "ServiceAccount", name: "default", namespace }],
        },
      });
    await world.eventually(async () => assert.match((await bind()).text, /attempting to grant RBAC permissions/));
    await grant(world, "otto", [{ ...roles(["bind"]), resourceNames: ["secrets"] }]);
    await settled(world, bind, 201);
  }),
  fact("a cluster role with an aggregation rule has the rules of those it selects", async (world) => {
    const [whole, part] = [world.unique("whole"), world.unique("part")];
    for (const name of [whole, part])
      world.afterwards(() => world.admin.call("DELETE", `${cluster}/clusterroles/${name}`));
    await world.admin.call("POST", `${cluster}/clusterroles`, {
      body: {
        metadata: { name: whole },
        aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "part-of": whole } }] },
        rules: [],
      },
    });
    const rulesNow = async () => (await world.admin.call("GET", `${cluster}/clusterroles/${whole}`)).json.rules ?? [];
    await world.admin.call("POST", `${cluster}/clusterroles`, {
      body: { metadata: { name: part, labels: { "part-of": whole } }, rules: [read(["pods"])] },
    });
    await world.eventually(async () => assert.deepEqual(await rulesNow(), [read(["pods"])].map(sorted)));
    await world.admin.call("DELETE", `${cluster}/clusterroles/${part}`);
    await world.eventually(async () => assert.deepEqual(await rulesNow(), []));
  }),
  fact("the roles admin, edit and view have the rights of those that aggregate to them", async (world) => {
    for (const name of ["admin", "edit", "view"]) {
      const { json } = await world.admin.call("GET", `${cluster}/clusterroles/${name}`);
      assert.ok(json.aggregationRule.clusterRoleSelectors.length > 0);
      assert.ok(
        json.rules.some(({ resources }: { resources: string[] }) => resources.includes("pods")),
        name,
      );
    }
  }),
  fact("who acts for another is the other, with his groups, uid and extra", async ({ admin }) => {
    const headers = {
      "impersonate-user": "joe",
      "impersonate-group": "a",
      "impersonate-uid": "u1",
      "impersonate-extra-scopes": "s1",
    };
    const { json } = await admin.call("POST", whoami, { body: {}, headers });
    assert.deepEqual(json.status.userInfo, {
      username: "joe",
      uid: "u1",
      groups: ["a", "system:authenticated"],
      extra: { scopes: ["s1"] },
    });
  }),
  fact("who acts for a service account has its groups", async ({ admin }) => {
    const headers = { "impersonate-user": "system:serviceaccount:default:default" };
    const { json } = await admin.call("POST", whoami, { body: {}, headers });
    assert.deepEqual(json.status.userInfo.groups, [
      "system:serviceaccounts",
      "system:serviceaccounts:default",
      "system:authenticated",
    ]);
  }),
  fact("nobody acts for a group alone", async ({ admin }) => {
    const refused = await admin.call("GET", "/api/v1/nodes", { headers: { "impersonate-group": "system:masters" } });
    assert.equal(refused.status, 400);
    assert.match(refused.json.message, /without impersonating a user name/);
  }),
  fact("the right to act for one user is for him and not for a group", async (world) => {
    await grantEverywhere(world, "paula", [{ ...read(["users"], ["impersonate"]), resourceNames: ["joe"] }]);
    const paula = await world.as({ user: { name: "paula" } });
    const ask = (headers: Record<string, string>) => paula.call("POST", whoami, { body: {}, headers });
    await settled(world, () => ask({ "impersonate-user": "joe" }), 201);
    assert.equal((await ask({ "impersonate-user": "jim" })).status, 403);
    const grouped = await ask({ "impersonate-user": "joe", "impersonate-group": "system:masters" });
    assert.equal(grouped.status, 403);
    assert.match(grouped.json.message, /cannot impersonate resource "groups" in API group "" at the cluster scope/);
  }),
  fact("a token bound to a pod ends with the pod, and names it", async (world) => {
    await account(world);
    await world.admin.call("POST", `${world.core}/pods`, { body: pod("p") });
    const asked = await tokenFor(world, { boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "p" } });
    assert.equal(asked.status, 201, asked.text);
    const client = await world.as({ token: asked.json.status.token });
    const who = await client.call("POST", whoami, { body: {} });
    assert.deepEqual(who.json.status.userInfo.extra["authentication.kubernetes.io/pod-name"], ["p"]);
    await world.admin.call("DELETE", `${world.core}/pods/p?gracePeriodSeconds=0`);
    await world.eventually(async () => assert.equal((await client.call("POST", whoami, { body: {} })).status, 401), 30);
  }),
  fact("a token is not bound to what is not there, nor to another uid", async (world) => {
    await account(world);
    const missing = await tokenFor(world, { boundObjectRef: { kind: "Pod", apiVersion: "v1", name: "none" } });
    assert.equal(missing.status, 404);
    await world.admin.call("POST", `${world.core}/secrets`, { body: { metadata: { name: "s" } } });
    const other = await tokenFor(world, {
      boundObjectRef: { kind: "Secret", apiVersion: "v1", name: "s", uid: "other" },
    });
    assert.equal(other.status, 409);
  }),
  fact("a token ends with its account", async (world) => {
    await world.admin.call("POST", `${world.core}/serviceaccounts`, { body: { metadata: { name: "robot" } } });
    const asked = await tokenFor(world, {}, "robot");
    const client = await world.as({ token: asked.json.status.token });
    assert.equal((await client.call("POST", whoami, { body: {} })).status, 201);
    await world.admin.call("DELETE", `${world.core}/serviceaccounts/robot`);
    await world.eventually(async () => assert.equal((await client.call("POST", whoami, { body: {} })).status, 401), 30);
  }),
  fact("a token for another audience is no proof here, and a review for that audience knows it", async (world) => {
    const asked = await tokenFor(world, { audiences: ["elsewhere"] });
    const { token } = asked.json.status;
    const client = await world.as({ token });
    assert.equal((await client.call("GET", "/api")).status, 401);
    const review = (audiences: string[]) =>
      world.admin.call("POST", "/apis/authentication.k8s.io/v1/tokenreviews", { body: { spec: { token, audiences } } });
    const known = await review(["elsewhere", "more"]);
    assert.deepEqual([known.json.status.authenticated, known.json.status.audiences], [true, ["elsewhere"]]);
    assert.notEqual((await review(["nowhere"])).json.status.authenticated, true);
  }),
  fact("a token of an account that is not there is not given", async (world) => {
    const missing = await tokenFor(world, {}, "none");
    assert.equal(missing.status, 404);
    assert.equal(missing.json.message, 'serviceaccounts "none" not found');
  }),
  fact("a secret of an account gets its token, which lasts as long as the secret", async (world) => {
    await account(world);
    await world.admin.call("POST", `${world.core}/secrets`, {
      body: {
        metadata: { name: "t", annotations: { "kubernetes.io/service-account.name": "default" } },
        type: "kubernetes.io/service-account-token",
      },
    });
    const { data, metadata } = await world.eventually(async () => {
      const { json } = await world.admin.call("GET", `${world.core}/secrets/t`);
      assert.ok(json.data?.token);
      return json;
    });
    assert.deepEqual(Object.keys(data).sort(), ["ca.crt", "namespace", "token"]);
    assert.equal(Buffer.from(data.namespace, "base64").toString(), world.namespace);
    assert.match(metadata.annotations["kubernetes.io/service-account.uid"], /^[0-9a-f-]{36}$/);
    const client = await world.as({ token: Buffer.from(data.token, "base64").toString() });
    const who = await world.eventually(async () => {
      const answer = await client.call("POST", whoami, { body: {} });
      assert.equal(answer.status, 201);
      return answer;
    });
    assert.equal(who.json.status.userInfo.username, `system:serviceaccount:${world.namespace}:default`);
    await world.admin.call("DELETE", `${world.core}/secrets/t`);
    await world.eventually(async () => assert.equal((await client.call("POST", whoami, { body: {} })).status, 401), 30);
  }),
  fact("a secret of an account must name it, and goes with it", async (world) => {
    const post = (annotations: object) =>
      world.admin.call("POST", `${world.core}/secrets`, {
        body: { metadata: { name: "t", annotations }, type: "kubernetes.io/service-account-token" },
      });
    const refused = await post({});
    assert.equal(refused.status, 422);
    assert.equal(refused.json.details.causes[0].field, "metadata.annotations[kubernetes.io/service-account.name]");
    await world.admin.call("POST", `${world.core}/serviceaccounts`, { body: { metadata: { name: "robot" } } });
    assert.equal((await post({ "kubernetes.io/service-account.name": "robot" })).status, 201);
    await world.admin.call("DELETE", `${world.core}/serviceaccounts/robot`);
    await world.eventually(async () =>
      assert.equal((await world.admin.call("GET", `${world.core}/secrets/t`)).status, 404),
    );
  }),
  fact("rules reviews list what somebody may do in a namespace", async (world) => {
    await grant(world, "quinn", [read(["configmaps"], ["get", "list"])]);
    const quinn = await world.as({ user: { name: "quinn" } });
    await world.eventually(async () => {
      const { json } = await quinn.call("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
        body: { spec: { namespace: world.namespace } },
      });
      assert.ok(
        json.status.resourceRules.some(
          ({ resources = [], verbs }: { resources?: string[]; verbs: string[] }) =>
            resources.includes("configmaps") && verbs.join() === "get,list",
        ),
      );
      assert.ok(
        json.status.nonResourceRules.some(({ nonResourceURLs }: { nonResourceURLs: string[] }) =>
          nonResourceURLs.includes("/version"),
        ),
      );
    });
  }),
  fact("a review of nobody, or of nothing, is invalid", async ({ admin }) => {
    const path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    const nobody = await admin.call("POST", path, {
      body: { spec: { resourceAttributes: { verb: "get", resource: "pods" } } },
    });
    assert.equal(nobody.status, 422);
    const nothing = await admin.call("POST", path, { body: { spec: { user: "joe" } } });
    assert.equal(nothing.status, 422);
    const both = await admin.call("POST", path, {
      body: { spec: { user: "joe", resourceAttributes: {}, nonResourceAttributes: { path: "/", verb: "get" } } },
    });
    assert.equal(both.status, 422);
  }),
  fact("a local review is for its own namespace", async (world) => {
    await grant(world, "rita", [read(["pods"])]);
    const review = (namespace: string) =>
      world.admin.call("POST", `${world.group("authorization.k8s.io/v1")}/localsubjectaccessreviews`, {
        body: {
          metadata: { namespace: world.namespace },
          spec: { user: "rita", resourceAttributes: { namespace, verb: "get", resource: "pods" } },
        },
      });
    await world.eventually(async () => assert.equal((await review(world.namespace)).json.status.allowed, true));
    assert.equal((await review("default")).status, 422);
  }),
  fact("a group's binding is for each who is in it", async (world) => {
    const path = world.group(`${rbac}/v1`);
    await world.admin.call("POST", `${path}/roles`, {
      body: { metadata: { name: "r" }, rules: [read(["configmaps"], ["list"])] },
    });
    await world.admin.call("POST", `${path}/rolebindings`, {
      body: {
        metadata: { name: "r" },
        roleRef: { apiGroup: rbac, kind: "Role", name: "r" },
        subjects: [{ apiGroup: rbac, kind: "Group", name: "crew" }],
      },
    });
    const member = await world.as({ user: { name: "sam", groups: ["crew"] } });
    await settled(world, () => member.call("GET", `${world.core}/configmaps`), 200);
    const other = await world.as({ user: { name: "tom", groups: ["others"] } });
    assert.equal((await other.call("GET", `${world.core}/configmaps`)).status, 403);
  }),
  fact("a rule for all subresources of all is not for the objects themselves", async (world) => {
    await grant(world, "uma", [{ apiGroups: ["apps"], resources: ["*/scale"], verbs: ["get"] }]);
    const uma = await world.as({ user: { name: "uma" } });
    const path = `${world.group("apps/v1")}/statefulsets/x`;
    await settled(world, () => uma.call("GET", `${path}/scale`), 404);
    assert.equal((await uma.call("GET", path)).status, 403);
  }),
];

/** A rule with its members as they are stored. */
const sorted = ({ apiGroups, resources, verbs }: ReturnType<typeof read>) => ({ apiGroups, resources, verbs });
