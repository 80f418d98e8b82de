import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const root = "/apis/admissionregistration.k8s.io/v1";

/** Makes a policy about config maps of the fact's namespace, and its binding; answers their name. */
async function bind(world: World, policy: object, binding: object = {}): Promise<string> {
  const { admin, namespace, unique, afterwards } = world;
  const name = unique("policy");
  const made = await admin.call("POST", `${root}/validatingadmissionpolicies`, {
    body: {
      metadata: { name },
      spec: {
        matchConstraints: {
          resourceRules: [{ operations: ["*"], apiGroups: [""], apiVersions: ["v1"], resources: ["configmaps"] }],
        },
        ...policy,
      },
    },
  });
  assert.equal(made.status, 201, made.text);
  afterwards(() => admin.call("DELETE", `${root}/validatingadmissionpolicies/${name}`));
  const bound = await admin.call("POST", `${root}/validatingadmissionpolicybindings`, {
    body: {
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } },
        ...binding,
      },
    },
  });
  assert.equal(bound.status, 201, bound.text);
  afterwards(() => admin.call("DELETE", `${root}/validatingadmissionpolicybindings/${name}`));
  return name;
}
const attempt = ({ admin, core }: World, data: object, name = "tried") =>
  admin.call("POST", `${core}/configmaps?dryRun=All`, { body: { metadata: { name }, data } });
/** Tries until the write is refused. */
const refusedFor = (world: World, data: object) =>
  world.eventually(async () => {
    const answer = await attempt(world, data);
    assert.equal(answer.status, 422, answer.text);
    return answer;
  }, 20);

/** Policies of admission in expressions. */
export const policies: readonly Fact[] = [
  fact("a policy refuses what its expression does not hold for, and takes the rest", async (world) => {
    const name = await bind(world, { validations: [{ expression: "!('bad' in object.data)" }] });
    const refused = await refusedFor(world, { bad: "1" });
    assert.equal(refused.json.reason, "Invalid");
    assert.equal(
      refused.json.message,
      `configmaps "tried" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: failed expression: !('bad' in object.data)`,
    );
    assert.equal((await attempt(world, { good: "1" })).status, 201);
  }),
  fact("a policy's message and reason are those of its validation", async (world) => {
    const name = await bind(world, {
      validations: [
        {
          expression: "size(object.data) < 2",
          messageExpression: "'has ' + string(size(object.data))",
          reason: "Forbidden",
        },
      ],
    });
    const refused = await world.eventually(async () => {
      const answer = await attempt(world, { a: "1", b: "2" });
      assert.equal(answer.status, 403, answer.text);
      return answer;
    }, 20);
    assert.equal(refused.json.reason, "Forbidden");
    assert.ok(
      refused.json.message.endsWith(`ValidatingAdmissionPolicy '${name}' with binding '${name}' denied request: has 2`),
    );
  }),
  fact("a policy knows what was before", async (world) => {
    await bind(world, {
      validations: [{ expression: "oldObject == null || object.data.x == oldObject.data.x", message: "x stays" }],
    });
    await world.admin.call("POST", `${world.core}/configmaps`, { body: { metadata: { name: "a" }, data: { x: "1" } } });
    await world.eventually(async () => {
      const answer = await world.admin.call("PATCH", `${world.core}/configmaps/a?dryRun=All`, {
        body: { data: { x: "2" } },
        contentType: "application/merge-patch+json",
      });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.json.message, /x stays/);
    }, 20);
  }),
  fact("a policy uses its variables, the request and the namespace", async (world) => {
    await bind(world, {
      variables: [{ name: "limit", expression: "size(namespaceObject.metadata.name) * 0 + 1" }],
      validations: [
        {
          expression:
            "request.operation != 'CREATE' || request.userInfo.username != 'admin' || size(object.data) <= variables.limit",
        },
      ],
    });
    await refusedFor(world, { a: "1", b: "2" });
    assert.equal((await attempt(world, { a: "1" })).status, 201);
  }),
  fact("a policy's parameters are an object that its binding names", async (world) => {
    await world.admin.call("POST", `${world.core}/configmaps`, {
      body: { metadata: { name: "limits" }, data: { most: "1" } },
    });
    await bind(
      world,
      {
        paramKind: { apiVersion: "v1", kind: "ConfigMap" },
        validations: [{ expression: "size(object.data) <= int(params.data.most)" }],
      },
      { paramRef: { name: "limits", namespace: world.namespace, parameterNotFoundAction: "Deny" } },
    );
    await refusedFor(world, { a: "1", b: "2" });
    await world.eventually(async () => assert.equal((await attempt(world, { a: "1" })).status, 201));
  }),
  fact("a policy that only warns lets the write pass", async (world) => {
    const name = await bind(
      world,
      { validations: [{ expression: "!('bad' in object.data)", message: "bad is bad" }] },
      { validationActions: ["Warn"] },
    );
    await world.eventually(async () => {
      const answer = await attempt(world, { bad: "1" });
      assert.equal(answer.status, 201);
      assert.ok(
        String(answer.headers["warning"]).includes(
          `Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${name}': bad is bad`,
        ),
      );
    }, 20);
  }),
  fact("a policy's conditions decide whether it is asked", async (world) => {
    await bind(world, {
      matchConditions: [{ name: "named", expression: "object.metadata.name != 'spared'" }],
      validations: [{ expression: "false", message: "no" }],
    });
    await refusedFor(world, {});
    assert.equal((await attempt(world, {}, "spared")).status, 201);
  }),
  fact(
    "an expression that cannot be evaluated fails the write, or is passed over, as its policy says",
    async (world) => {
      const validations = [{ expression: "object.data.missing == 'x'" }];
      await bind(world, { failurePolicy: "Ignore", validations });
      await bind(world, {
        failurePolicy: "Fail",
        validations,
        matchConditions: [{ name: "a", expression: "'strict' in object.data" }],
      });
      const refused = await refusedFor(world, { strict: "1" });
      assert.match(refused.json.message, /resulted in error: no such key: missing/i);
      assert.equal((await attempt(world, { other: "1" })).status, 201);
    },
  ),
  fact("a policy may ask what the caller may do", async (world) => {
    await bind(world, {
      validations: [
        {
          expression:
            "authorizer.group('').resource('secrets').namespace('x').check('list').allowed() && !('bad' in object.data)",
        },
      ],
    });
    await refusedFor(world, { bad: "1" });
    assert.equal((await attempt(world, { a: "1" })).status, 201);
  }),
  fact("an excluded resource is not looked at", async (world) => {
    await bind(world, {
      matchConstraints: {
        resourceRules: [
          { operations: ["*"], apiGroups: [""], apiVersions: ["*"], resources: ["configmaps", "secrets"] },
        ],
        excludeResourceRules: [{ operations: ["*"], apiGroups: [""], apiVersions: ["*"], resources: ["secrets"] }],
      },
      validations: [{ expression: "false" }],
    });
    await refusedFor(world, {});
    const secret = await world.admin.call("POST", `${world.core}/secrets?dryRun=All`, {
      body: { metadata: { name: "s" } },
    });
    assert.equal(secret.status, 201);
  }),
];
