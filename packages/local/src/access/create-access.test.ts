import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "@aro/runtime";
import fc from "fast-check";
import { everyone } from "./assignments.ts";
import { createAccess } from "./create-access.ts";
import { providerRights, redHatOpenShiftAuthorization } from "./provider-rights.ts";
import { accessBook } from "./testing/book.ts";

const subscription = "/subscriptions/S";
const group = `${subscription}/resourceGroups/G`;
const network = `${group}/providers/Microsoft.Network/virtualNetworks/V`;
const [owner, contributor, reader, managedIdentityOperator] = [
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  "b24988ac-6180-42a0-ab88-20f7382dd24c",
  "acdd72a7-3385-48ef-bd42-f606fba81ae7",
  "f1a07417-d97a-45cb-824c-7a7467783830",
] as const;

const open = (groups: Readonly<Record<string, readonly string[]>> = {}) => {
  const book = accessBook();
  const access = createAccess({ durable: book.durable, clock: systemClock, groupsOf: (id) => groups[id] ?? [] });
  const may = (objectId: string, action: string, scope: string, data = false) =>
    access.decide({ objectId, action, scope, ...(data ? { data: true as const } : {}) });
  return { ...book, access, may };
};
const refused = { allowed: false, because: "no role" } as const;

test("a role holds at its scope and below, never beside: rg1 is not rg10", () => {
  const { assign, may } = open();
  assign("p", reader, group);
  assert.deepEqual(may("p", "Microsoft.Network/virtualNetworks/read", network), { allowed: true });
  assert.deepEqual(may("P", "microsoft.network/VIRTUALNETWORKS/READ", `${group.toUpperCase()}/`), { allowed: true });
  assert.deepEqual(may("p", "Microsoft.Network/virtualNetworks/read", `${group}10`), refused);
  assert.deepEqual(may("p", "Microsoft.Network/virtualNetworks/read", subscription), refused);
  assert.deepEqual(may("p", "Microsoft.Network/virtualNetworks/write", network), refused);
  assert.deepEqual(may("q", "Microsoft.Network/virtualNetworks/read", network), refused);
});

test("a Contributor changes everything but access; what one role takes back another may give", () => {
  const { assign, may } = open();
  assign("p", contributor, subscription);
  assert.equal(may("p", "Microsoft.Network/virtualNetworks/write", network).allowed, true);
  const write = "Microsoft.Authorization/roleAssignments/write";
  assert.equal(may("p", write, group).allowed, false);
  assign("p", owner, group);
  assert.equal(may("p", write, group).allowed, true);
  assert.equal(may("p", write, subscription).allowed, false);
});

test("actions on data are held by dataActions only", () => {
  const { assign, role, may } = open();
  assign("p", owner, subscription);
  const blob = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read";
  assert.equal(may("p", blob, group, true).allowed, false);
  assign(
    "p",
    role({ dataActions: ["Microsoft.Storage/*/blobs/*"], notDataActions: ["Microsoft.Storage/*/blobs/delete"] }),
    group,
  );
  assert.equal(may("p", blob, group, true).allowed, true);
  assert.equal(may("p", blob.replace("read", "delete"), group, true).allowed, false);
});

test("a star between two slashes also stands for nothing: Managed Identity Operator assigns identities", () => {
  const { assign, may } = open();
  assign("p", managedIdentityOperator, group);
  const identity = "Microsoft.ManagedIdentity/userAssignedIdentities";
  assert.equal(may("p", `${identity}/assign/action`, group).allowed, true);
  assert.equal(may("p", `${identity}/read`, group).allowed, true);
  assert.equal(may("p", `${identity}/write`, group).allowed, false);
});

test("a group's role is its members'", () => {
  const { assign, may } = open({ p: ["TEAM"] });
  assign("team", reader, group);
  assert.equal(may("p", "Microsoft.Network/virtualNetworks/read", network).allowed, true);
  assert.equal(may("q", "Microsoft.Network/virtualNetworks/read", network).allowed, false);
});

test("a deny assignment wins over every role, but not for whom it leaves out, for what it leaves out, or for its maker when it is system protected", () => {
  const { assign, put, may } = open({ friend: ["circle"] });
  for (const id of ["p", "excluded", "friend", "maker"]) assign(id, owner, subscription);
  const denial = put("denyAssignments", group, {
    denyAssignmentName: "hands off",
    permissions: [{ actions: ["*/write", "*/delete", "*/action"], notActions: ["Microsoft.Resources/tags/*"] }],
    principals: [{ id: everyone, type: "SystemDefined" }],
    excludePrincipals: [{ id: "EXCLUDED" }, { id: "circle" }],
    isSystemProtected: true,
    createdBy: "maker",
  });
  const write = "Microsoft.Network/virtualNetworks/write";
  const denied = may("p", write, network);
  assert.ok(!denied.allowed && denied.because === "denied");
  assert.equal(denied.denyAssignment.id.toLowerCase(), denial);
  assert.equal(denied.denyAssignment.name, "hands off");
  assert.equal(may("nobody", write, network).allowed, false);
  for (const id of ["excluded", "friend", "maker"]) assert.equal(may(id, write, network).allowed, true, id);
  assert.equal(may("p", "Microsoft.Resources/tags/write", network).allowed, true);
  assert.equal(may("p", "Microsoft.Network/virtualNetworks/read", network).allowed, true);
  assert.equal(may("p", write, `${subscription}/resourceGroups/other`).allowed, true);
});

test("a deny assignment that is not for child scopes holds at its own only", () => {
  const { assign, put, may } = open();
  assign("p", owner, subscription);
  put("denyAssignments", group, {
    permissions: [{ actions: ["*"] }],
    principals: [{ id: "p" }],
    doNotApplyToChildScopes: true,
  });
  assert.equal(may("p", "Microsoft.Resources/subscriptions/resourceGroups/delete", group).allowed, false);
  assert.equal(may("p", "Microsoft.Network/virtualNetworks/write", network).allowed, true);
});

test("a change is seen by the next question, and a change that is rolled back leaves nothing", () => {
  const { assign, remove, may, durable } = open();
  const read = () => may("p", "Microsoft.Network/virtualNetworks/read", network).allowed;
  assert.equal(read(), false);
  assert.throws(() =>
    durable.transaction(() => {
      assign("p", reader, group);
      assert.equal(read(), true);
      throw new Error("back");
    }),
  );
  assert.equal(read(), false);
  const key = assign("p", reader, group);
  assert.equal(read(), true);
  remove(key);
  assert.equal(read(), false);
});

test("a new assignment is seen when its delay has passed", () => {
  const book = accessBook();
  let now = 1_000;
  const clock = { ...systemClock, now: () => now };
  const access = createAccess({ durable: book.durable, clock, groupsOf: () => [], visibilityDelay: () => 500 });
  book.assign("p", reader, group, 1_000);
  const read = () => access.decide({ objectId: "p", action: "a/read", scope: group }).allowed;
  assert.equal(read(), false);
  now = 1_499;
  assert.equal(read(), false);
  now = 1_500;
  assert.equal(read(), true);
});

test("a provider's principal has its service role where the provider is registered, and everything in groups that its resources manage", () => {
  const book = accessBook();
  let registered = true;
  const access = createAccess({
    durable: book.durable,
    clock: systemClock,
    groupsOf: () => [],
    providers: providerRights({
      durable: book.durable,
      principal: () => "FP",
      authorization: redHatOpenShiftAuthorization,
      isRegistered: () => registered,
    }),
  });
  const may = (action: string, scope: string, objectId = "fp") => access.decide({ objectId, action, scope }).allowed;
  const groupWrite = "Microsoft.Resources/subscriptions/resourceGroups/write";
  assert.equal(may(groupWrite, group), true);
  assert.equal(may(groupWrite, group, "other"), false);
  assert.equal(may("Microsoft.Network/virtualNetworks/write", network), false);
  registered = false;
  assert.equal(may(groupWrite, group), false);
  book.rows.put({
    ...{ key: group.toLowerCase(), id: group, type: "microsoft.resources/resourcegroups", name: "G", owner: "" },
    ...{ group: "", subscription: "s", location: "", etag: "", state: "Succeeded", createdAt: 0, changedAt: 0 },
    body: { managedBy: `${subscription}/resourceGroups/x/providers/Microsoft.RedHatOpenShift/openShiftClusters/c` },
  });
  assert.equal(may("Microsoft.Network/virtualNetworks/write", network), true);
  assert.equal(may("Microsoft.Network/virtualNetworks/write", network, "other"), false);
});

/** The same, by the letter of the rules and nothing else: regular expressions, no index, no memory. */
function naive(
  world: World,
  asked: { principal: string; action: string; scope: string; data: boolean },
): "yes" | "no role" | "denied" {
  const ids = [asked.principal, ...(world.groups[asked.principal] ?? [])];
  const inside = (scope: string) => asked.scope === scope || asked.scope.startsWith(`${scope}/`);
  const pattern = (text: string) =>
    new RegExp(
      `^${text.toLowerCase().replaceAll("/*/", "/(<>)/").replaceAll("*", ".*").replaceAll("/(<>)/", "/(.*/)?")}$`,
    );
  const one = (list: readonly string[]) => list.some((text) => pattern(text).test(asked.action.toLowerCase()));
  const holds = ({ actions, notActions, dataActions, notDataActions }: Rule) =>
    asked.data ? one(dataActions) && !one(notDataActions) : one(actions) && !one(notActions);
  const denied = world.denials.some(
    (denial) =>
      inside(denial.scope) &&
      holds(denial.rule) &&
      (denial.everyone || ids.some((id) => denial.for.includes(id))) &&
      !ids.some((id) => denial.but.includes(id)),
  );
  if (denied) return "denied";
  return world.assignments.some(
    ({ principal, rule, scope }) => ids.includes(principal) && inside(scope) && holds(world.rules[rule] as Rule),
  )
    ? "yes"
    : "no role";
}

interface Rule {
  actions: string[];
  notActions: string[];
  dataActions: string[];
  notDataActions: string[];
}
interface World {
  groups: Record<string, string[]>;
  rules: Rule[];
  assignments: { principal: string; rule: number; scope: string }[];
  denials: { scope: string; rule: Rule; everyone: boolean; for: string[]; but: string[] }[];
}

const scopes = ["/s/1", "/s/1/g/a", "/s/1/g/ab", "/s/1/g/a/n/v", "/s/2", "/s/2/g/a"];
const principals = ["p", "q", "team", "crew"];
const scope = fc.constantFrom(...scopes);
const principal = fc.constantFrom(...principals);
const segment = fc.constantFrom("N", "nets", "subs", "read", "write", "join");
const action = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const starred = fc
  .array(fc.oneof(segment, fc.constant("*"), fc.constant("ne*"), fc.constant("*s")), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join("/"));
const patterns = fc.array(starred, { maxLength: 2 });
const rule = fc.record({ actions: patterns, notActions: patterns, dataActions: patterns, notDataActions: patterns });
const worlds = fc.record({
  groups: fc.constantFrom<Record<string, string[]>>({}, { p: ["team"] }, { p: ["team", "crew"], q: ["crew"] }),
  rules: fc.array(rule, { minLength: 2, maxLength: 2 }),
  assignments: fc.array(fc.record({ principal, rule: fc.nat({ max: 1 }), scope }), { maxLength: 5 }),
  denials: fc.array(
    fc.record({
      scope,
      rule,
      everyone: fc.boolean(),
      for: fc.array(principal, { maxLength: 2 }),
      but: fc.array(principal, { maxLength: 1 }),
    }),
    { maxLength: 2 },
  ),
});

test("what is decided is what the rules say, asked once or again", () => {
  const question = fc.record({ principal, action, scope, data: fc.boolean() });
  fc.assert(
    fc.property(worlds, fc.array(question, { minLength: 1, maxLength: 20 }), (world, questions) => {
      const { role, assign, put, may } = open(world.groups);
      const roles = world.rules.map((one) => role({ ...one }));
      for (const one of world.assignments) assign(one.principal, roles[one.rule] ?? "", one.scope);
      for (const one of world.denials)
        put("denyAssignments", one.scope, {
          permissions: [{ ...one.rule }],
          principals: [...(one.everyone ? [{ id: everyone }] : []), ...one.for.map((id) => ({ id }))],
          excludePrincipals: one.but.map((id) => ({ id })),
        });
      for (const asked of [...questions, ...questions]) {
        const decision = may(asked.principal, asked.action, asked.scope, asked.data);
        assert.equal(decision.allowed ? "yes" : decision.because, naive(world, asked), JSON.stringify(asked));
      }
    }),
    { numRuns: 300 },
  );
});
