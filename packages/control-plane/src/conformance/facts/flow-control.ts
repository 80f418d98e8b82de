import assert from "node:assert/strict";
import { type Fact, fact, type World } from "../fact.ts";

const api = "/apis/flowcontrol.apiserver.k8s.io/v1";

/** Makes one, and sees to it that it goes again. */
async function make({ admin, afterwards }: World, plural: string, name: string, spec: object) {
  const answer = await admin.call("POST", `${api}/${plural}`, { body: { metadata: { name }, spec } });
  if (answer.status === 201) afterwards(() => admin.call("DELETE", `${api}/${plural}/${name}`));
  return answer;
}
const dangling = async ({ admin }: World, name: string) => {
  const { json } = await admin.call("GET", `${api}/flowschemas/${name}`);
  const found = json.status.conditions?.find(({ type }: { type: string }) => type === "Dangling");
  return [found?.status, found?.reason, found?.message];
};
const level = (name: string) => ({ priorityLevelConfiguration: { name } });
const limited = (more: object) => ({ type: "Limited", limited: more });
const queue = (queuing: object) => limited({ limitResponse: { type: "Queue", queuing } });
const rule = (more: object) => ({ subjects: [{ kind: "User", user: { name: "u" } }], ...more });
const pods = { verbs: ["get"], apiGroups: [""], resources: ["pods"], namespaces: ["*"] };

const first: readonly (readonly [schema: string, level: string, precedence: number, distinguisher?: string])[] = [
  ["exempt", "exempt", 1],
  ["probes", "exempt", 2],
  ["system-leader-election", "leader-election", 100, "ByUser"],
  ["system-node-high", "node-high", 400, "ByUser"],
  ["system-nodes", "system", 500, "ByUser"],
  ["kube-controller-manager", "workload-high", 800, "ByNamespace"],
  ["kube-scheduler", "workload-high", 800, "ByNamespace"],
  ["kube-system-service-accounts", "workload-high", 900, "ByNamespace"],
  ["service-accounts", "workload-low", 9000, "ByUser"],
  ["global-default", "global-default", 9900, "ByUser"],
  ["catch-all", "catch-all", 10_000, "ByUser"],
];
const shares = {
  exempt: 0,
  "catch-all": 5,
  "leader-election": 10,
  "global-default": 20,
  system: 30,
  "node-high": 40,
  "workload-high": 40,
  "workload-low": 100,
};

/** Findings on a flow schema `s`, or a level `s`: what is sent, what is said. */
const faults: readonly (readonly [
  title: string,
  plural: "flowschemas" | "prioritylevelconfigurations",
  spec: object,
  says: string,
])[] = [
  [
    "a schema must name a level",
    "flowschemas",
    {},
    "spec.priorityLevelConfiguration.name: Required value: must reference a priority level",
  ],
  [
    "a rule needs subjects and requests",
    "flowschemas",
    { ...level("exempt"), rules: [{}] },
    "[spec.rules[0].subjects: Required value: subjects must contain at least one value, spec.rules[0]: Required value: at least one of resourceRules and nonResourceRules has to be non-empty]",
  ],
  [
    "precedence ends at 10000, and requests are told apart by user or namespace",
    "flowschemas",
    { ...level("exempt"), matchingPrecedence: 10_001, distinguisherMethod: { type: "By" } },
    '[spec.matchingPrecedence: Invalid value: 10001: must not be greater than 10000, spec.distinguisherMethod.type: Unsupported value: {"Type":"By"}: supported values: "ByNamespace", "ByUser"]',
  ],
  [
    "the first place is taken",
    "flowschemas",
    { ...level("exempt"), matchingPrecedence: 1 },
    "spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1",
  ],
  [
    "a subject is a user, a group or an account, and only one of them",
    "flowschemas",
    {
      ...level("exempt"),
      rules: [
        {
          subjects: [
            { kind: "Nobody" },
            { kind: "Group" },
            { kind: "ServiceAccount", serviceAccount: { name: "" } },
            { kind: "User", user: { name: "x" }, group: { name: "g" } },
          ],
          resourceRules: [pods],
        },
      ],
    },
    `[spec.rules[0].subjects[0].kind: Unsupported value: "Nobody": supported values: "Group", "ServiceAccount", "User", spec.rules[0].subjects[1].group: Required value: group is required when subject kind is 'Group', spec.rules[0].subjects[2].serviceAccount.name: Required value, spec.rules[0].subjects[2].serviceAccount.namespace: Required value: must specify namespace for service account, spec.rules[0].subjects[3].group: Forbidden: group is forbidden when subject kind is not 'Group']`,
  ],
  [
    "a rule of resources says verbs, groups, resources and where",
    "flowschemas",
    { ...level("exempt"), rules: [rule({ resourceRules: [{ verbs: ["bad"], apiGroups: [], resources: [] }] })] },
    '[spec.rules[0].resourceRules[0].verbs: Unsupported value: ["bad"]: supported values: "create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch", spec.rules[0].resourceRules[0].apiGroups: Required value: resource rules must supply at least one api group, spec.rules[0].resourceRules[0].resources: Required value: resource rules must supply at least one resource, spec.rules[0].resourceRules[0].namespaces: Required value: resource rules that are not cluster scoped must supply at least one namespace]',
  ],
  [
    "what is meant for all stands alone",
    "flowschemas",
    {
      ...level("exempt"),
      rules: [
        rule({
          resourceRules: [
            { verbs: ["get", "*"], apiGroups: ["*", "apps"], resources: ["pods", "*"], namespaces: ["*", "x"] },
          ],
        }),
      ],
    },
    `[spec.rules[0].resourceRules[0].verbs: Invalid value: ["get","*"]: if '*' is present, must not specify other verbs, spec.rules[0].resourceRules[0].apiGroups: Invalid value: ["*","apps"]: if '*' is present, must not specify other api groups, spec.rules[0].resourceRules[0].resources: Invalid value: ["pods","*"]: if '*' is present, must not specify other resources, spec.rules[0].resourceRules[0].namespaces: Invalid value: ["*","x"]: if '*' is present, must not specify other namespaces]`,
  ],
  [
    "a rule of paths names paths",
    "flowschemas",
    {
      ...level("exempt"),
      rules: [
        rule({
          nonResourceRules: [
            { verbs: ["get"], nonResourceURLs: ["x", "", "/a b", "/a//b", "/api*"] },
            { verbs: ["get"], nonResourceURLs: [] },
          ],
        }),
      ],
    },
    `[spec.rules[0].nonResourceRules[0].nonResourceURLs[0]: Invalid value: "x": must start with slash, spec.rules[0].nonResourceRules[0].nonResourceURLs[1]: Invalid value: "": must not be empty, spec.rules[0].nonResourceRules[0].nonResourceURLs[2]: Invalid value: "/a b": must not contain white-space, spec.rules[0].nonResourceRules[0].nonResourceURLs[3]: Invalid value: "/a//b": must not contain double slash, spec.rules[0].nonResourceRules[0].nonResourceURLs[4]: Invalid value: "/api*": wildcard can only do suffix matching, spec.rules[0].nonResourceRules[1].nonResourceURLs: Required value: nonResourceURLs must contain at least one value]`,
  ],
  ["a level has a type", "prioritylevelconfigurations", {}, "spec.type: Required value"],
  [
    "a level's type is one of two",
    "prioritylevelconfigurations",
    { type: "Odd" },
    'spec.type: Unsupported value: "Odd": supported values: "Exempt", "Limited"',
  ],
  [
    "a limited level says how",
    "prioritylevelconfigurations",
    { type: "Limited" },
    "spec.limited: Required value: must not be empty when type is Limited",
  ],
  [
    "a limited level says what comes to those that are too many",
    "prioritylevelconfigurations",
    limited({}),
    "spec.limited.limitResponse.type: Required value",
  ],
  [
    "one level only is exempt",
    "prioritylevelconfigurations",
    { type: "Exempt", limited: {} },
    `[spec.type: Invalid value: "Exempt": must be 'Exempt' if and only if \`name\` is 'exempt', spec.limited: Forbidden: must be nil if the type is not Limited]`,
  ],
  [
    "a limited level has nothing of an exempt one",
    "prioritylevelconfigurations",
    { type: "Limited", exempt: {}, limited: { limitResponse: { type: "Reject" } } },
    "spec.exempt: Forbidden: must be nil if the type is Limited",
  ],
  [
    "a level that queues says where",
    "prioritylevelconfigurations",
    limited({ limitResponse: { type: "Queue" } }),
    "spec.limited.limitResponse.queuing: Required value: must not be empty if limited.limitResponse.type is Limited",
  ],
  [
    "a level that refuses has no queues",
    "prioritylevelconfigurations",
    limited({ limitResponse: { type: "Reject", queuing: {} } }),
    "spec.limited.limitResponse.queuing: Forbidden: must be nil if limited.limitResponse.type is not Limited",
  ],
  [
    "shares, percents and borrowing keep to their ranges",
    "prioritylevelconfigurations",
    limited({
      nominalConcurrencyShares: -1,
      lendablePercent: 101,
      borrowingLimitPercent: -1,
      limitResponse: { type: "Odd" },
    }),
    '[spec.limited.nominalConcurrencyShares: Invalid value: -1: must be a non-negative integer, spec.limited.limitResponse.type: Unsupported value: "Odd": supported values: "Queue", "Reject", spec.limited.lendablePercent: Invalid value: 101: must be between 0 and 100, inclusive, spec.limited.borrowingLimitPercent: Invalid value: -1: if specified, must be a non-negative integer]',
  ],
  [
    "a hand is no larger than the deck",
    "prioritylevelconfigurations",
    queue({ queues: 1, handSize: 2 }),
    "spec.limited.limitResponse.queuing.handSize: Invalid value: 2: should not be greater than queues (1)",
  ],
  [
    "there are so many queues and no more",
    "prioritylevelconfigurations",
    queue({ queues: 10_000_001, handSize: 1 }),
    "spec.limited.limitResponse.queuing.queues: Invalid value: 10000001: must not be greater than 10000000",
  ],
  [
    "queues, hands and lengths are positive",
    "prioritylevelconfigurations",
    queue({ queues: -1, handSize: -1, queueLengthLimit: -1 }),
    "[spec.limited.limitResponse.queuing.queueLengthLimit: Invalid value: -1: must be positive, spec.limited.limitResponse.queuing.queues: Invalid value: -1: must be positive, spec.limited.limitResponse.queuing.handSize: Invalid value: -1: must be positive]",
  ],
  [
    "a hand out of a deck has sixty bits at most",
    "prioritylevelconfigurations",
    queue({ queues: 1_000_000, handSize: 10 }),
    "spec.limited.limitResponse.queuing.handSize: Invalid value: 10: required entropy bits of deckSize 1000000 and handSize 10 should not be greater than 60",
  ],
];

const kinds = { flowschemas: "FlowSchema", prioritylevelconfigurations: "PriorityLevelConfiguration" };

/** Flow schemas and priority levels: who is served how. */
export const flowControl: readonly Fact[] = [
  fact("a fresh server has flow schemas, each with its level, place and way to tell requests apart", async (world) => {
    const { json } = await world.admin.call("GET", `${api}/flowschemas`);
    for (const [name, wanted, precedence, distinguisher] of first) {
      const found = json.items.find(({ metadata }: { metadata: { name: string } }) => metadata.name === name);
      assert.deepEqual(
        [
          found?.spec.priorityLevelConfiguration.name,
          found?.spec.matchingPrecedence,
          found?.spec.distinguisherMethod?.type,
          found?.metadata.annotations,
        ],
        [wanted, precedence, distinguisher, { "apf.kubernetes.io/autoupdate-spec": "true" }],
        name,
      );
      await world.eventually(async () =>
        assert.deepEqual(await dangling(world, name), [
          "False",
          "Found",
          `This FlowSchema references the PriorityLevelConfiguration object named "${wanted}" and it exists`,
        ]),
      );
    }
  }),
  fact("a fresh server has priority levels with their shares", async ({ admin }) => {
    const { json } = await admin.call("GET", `${api}/prioritylevelconfigurations`);
    const found = new Map<
      string,
      { limited?: { nominalConcurrencyShares: number }; exempt?: { nominalConcurrencyShares: number } }
    >(json.items.map((one: { metadata: { name: string }; spec: object }) => [one.metadata.name, one.spec]));
    for (const [name, wanted] of Object.entries(shares)) {
      const { limited: some, exempt } = found.get(name) ?? {};
      assert.equal((some ?? exempt)?.nominalConcurrencyShares, wanted, name);
    }
  }),
  fact(
    "a flow schema has a place by default, and says when its level is not there, and when it comes",
    async (world) => {
      const name = world.unique("flow");
      const { json } = await make(world, "flowschemas", name, level(name));
      assert.deepEqual(json.spec, { priorityLevelConfiguration: { name }, matchingPrecedence: 1000 });
      assert.deepEqual([json.metadata.generation, json.status], [1, {}]);
      await world.eventually(async () =>
        assert.deepEqual(await dangling(world, name), [
          "True",
          "NotFound",
          `This FlowSchema references the PriorityLevelConfiguration object named "${name}" but there is no such object`,
        ]),
      );
      const made = await make(world, "prioritylevelconfigurations", name, queue({}));
      assert.deepEqual(made.json.spec, {
        type: "Limited",
        limited: {
          nominalConcurrencyShares: 30,
          limitResponse: { type: "Queue", queuing: { queues: 64, handSize: 8, queueLengthLimit: 50 } },
          lendablePercent: 0,
        },
      });
      await world.eventually(async () => assert.equal((await dangling(world, name))[0], "False"));
    },
  ),
  fact("an answer tells by which flow schema and level it was served", async (world) => {
    const name = world.unique("flow");
    const user = world.unique("user");
    const [schema, levelMade] = await Promise.all([
      make(world, "flowschemas", name, {
        ...level(name),
        matchingPrecedence: 50,
        rules: [
          {
            subjects: [{ kind: "User", user: { name: user } }],
            resourceRules: [{ verbs: ["list"], apiGroups: ["*"], resources: ["configmaps"], namespaces: ["*"] }],
            nonResourceRules: [{ verbs: ["get"], nonResourceURLs: ["/version/*"] }],
          },
        ],
      }),
      make(world, "prioritylevelconfigurations", name, queue({})),
    ]);
    const uids = async (plural: string, one: string) =>
      (await world.admin.call("GET", `${api}/${plural}/${one}`)).json.metadata.uid;
    const client = await world.as({ user: { name: user } });
    const served = async (path: string) => {
      const { headers, status } = await client.call("GET", path);
      return [headers["x-kubernetes-pf-flowschema-uid"], headers["x-kubernetes-pf-prioritylevel-uid"], status];
    };
    const own = [schema.json.metadata.uid, levelMade.json.metadata.uid];
    const usual = [
      await uids("flowschemas", "global-default"),
      await uids("prioritylevelconfigurations", "global-default"),
    ];
    await world.eventually(async () => assert.deepEqual(await served(`${world.core}/configmaps`), [...own, 403]));
    assert.deepEqual(await served("/api/v1/configmaps"), [...usual, 403]);
    assert.deepEqual(await served(`${world.core}/pods`), [...usual, 403]);
    assert.deepEqual(await served("/version/"), [...own, 200]);
    assert.deepEqual(await served("/version"), [...usual, 200]);
    const { headers } = await world.admin.call("GET", "/version");
    assert.equal(headers["x-kubernetes-pf-flowschema-uid"], await uids("flowschemas", "exempt"));
  }),
  fact("the schemas and levels that must be are not changed", async ({ admin }) => {
    const change = (path: string, spec: object) =>
      admin.call("PATCH", `${api}/${path}`, { body: { spec }, contentType: "application/merge-patch+json" });
    const schema = await change("flowschemas/exempt", { matchingPrecedence: 2 });
    assert.match(
      schema.json.message,
      /^FlowSchema.* "exempt" is invalid: spec: .*spec of 'exempt' must equal the fixed value$/,
    );
    const usual = await change("prioritylevelconfigurations/catch-all", { limited: { nominalConcurrencyShares: 6 } });
    assert.match(usual.json.message, /"catch-all" is invalid: spec: .*spec of 'catch-all' must equal the fixed value$/);
    for (const lendablePercent of [50, 0]) {
      const exempt = await change("prioritylevelconfigurations/exempt", { exempt: { lendablePercent } });
      assert.deepEqual(exempt.json.spec, { type: "Exempt", exempt: { nominalConcurrencyShares: 0, lendablePercent } });
    }
  }),
  fact("the levels and what they have done are shown to who looks into the server", async ({ admin }) => {
    const { text, headers } = await admin.call("GET", "/debug/api_priority_and_fairness/dump_priority_levels");
    assert.match(String(headers["content-type"]), /^text\/plain/);
    const [header = "", ...rows] = text
      .trim()
      .split("\n")
      .map((line) => line.split(/, +/));
    assert.deepEqual(header, [
      "PriorityLevelName",
      "ActiveQueues",
      "IsIdle",
      "IsQuiescing",
      "WaitingRequests",
      "ExecutingRequests",
      "DispatchedRequests",
      "RejectedRequests",
      "TimedoutRequests",
      "CancelledRequests",
    ]);
    const exempt = rows.find(([name]) => name === "exempt") ?? [];
    assert.deepEqual(
      [exempt[2], exempt[3], Number(exempt[5]) >= 1, Number(exempt[6]) > 0],
      ["false", "false", true, true],
    );
  }),
  ...faults.map(([title, plural, spec, says]) =>
    fact(title, async (world) => {
      const name = world.unique("flow");
      const answer = await make(world, plural, name, spec);
      assert.equal(answer.status, 422, answer.text);
      assert.equal(answer.json.message, `${kinds[plural]}.flowcontrol.apiserver.k8s.io "${name}" is invalid: ${says}`);
    }),
  ),
];
