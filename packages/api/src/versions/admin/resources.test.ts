import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../documents/json.ts";
import type { MaintenanceScheduleDocument } from "../../documents/maintenance.ts";
import type { OpenShiftVersion } from "../../documents/openshift-version.ts";
import type { PlatformWorkloadIdentityRoleSet } from "../../documents/role-set.ts";
import { edited } from "../testing/samples.ts";
import { adminBilling } from "./billing.ts";
import { adminManifest, adminSchedule } from "./maintenance.ts";
import { adminOpenShiftVersion } from "./openshift-version.ts";
import type { ResourceJudgement } from "./resource.ts";
import { adminRoleSet } from "./role-set.ts";

const verdict = (judgement: ResourceJudgement): string[] =>
  judgement.valid ? ["valid"] : judgement.findings.map(({ code, target }) => `${code} @ ${target ?? "–"}`);
const accepted = (judgement: ResourceJudgement) => {
  if (!judgement.valid) throw new Error(JSON.stringify(judgement.findings));
  return judgement;
};

const version: OpenShiftVersion = {
  id: "kept",
  properties: { version: "4.16.30", openShiftPullspec: "o", installerPullspec: "i" },
};
const shownVersion = {
  name: "4.16.30",
  type: "Microsoft.RedHatOpenShift/OpenShiftVersion",
  properties: { version: "4.16.30", openShiftPullspec: "o", installerPullspec: "i", enabled: false, default: false },
};

test("a version is shown with its switches, whatever they are, and without id", () =>
  assert.deepEqual(adminOpenShiftVersion.toExternal(version), shownVersion));

test("PUT of a version as it is shown, or without name and type, changes nothing (ARM-PUT-05)", () => {
  for (const body of [
    shownVersion,
    { properties: shownVersion.properties },
    { ...shownVersion, id: "any", type: shownVersion.type.toUpperCase() },
  ])
    assert.equal(accepted(adminOpenShiftVersion.judge(body, version)).changed, false);
});

test("images and switches of a version change, what nothing knows survives, the rest is fixed", () => {
  const stored = { ...version, properties: { ...version.properties, tomorrow: 1 } };
  const body = edited(
    edited(shownVersion, ["properties", "enabled"], true),
    ["properties", "openShiftPullspec"],
    "new",
  );
  const { resource, changed } = accepted(adminOpenShiftVersion.judge(body, stored));
  assert.equal(changed, true);
  assert.equal(resource["id"], "kept");
  assert.deepEqual(resource["properties"], { ...stored.properties, enabled: true, openShiftPullspec: "new" });
  assert.deepEqual(verdict(adminOpenShiftVersion.judge({ ...shownVersion, name: "other" }, version)), [
    "PropertyChangeNotAllowed @ name",
  ]);
});

test("a version has a number and two images, and the default one stays enabled", () => {
  assert.deepEqual(verdict(adminOpenShiftVersion.judge({})), [
    "InvalidParameter @ properties.version",
    "InvalidParameter @ properties.installerPullspec",
    "InvalidParameter @ properties.openShiftPullspec",
  ]);
  const preferred = { ...version, properties: { ...version.properties, enabled: true, default: true } };
  assert.deepEqual(
    verdict(adminOpenShiftVersion.judge({ properties: { ...preferred.properties, enabled: false } }, preferred)),
    ["InvalidParameter @ properties.enabled"],
  );
  assert.deepEqual(verdict(adminOpenShiftVersion.judge({ properties: { enabled: "yes" } })), [
    "InvalidRequestContent @ properties.enabled",
  ]);
});

const role = {
  operatorName: "ingress",
  roleDefinitionName: "Ingress",
  roleDefinitionId: "/roles/1",
  serviceAccounts: ["system:serviceaccount:a:b"],
  secretLocation: { namespace: "a", name: "b" },
};
const roleSet: PlatformWorkloadIdentityRoleSet = {
  properties: { openShiftVersion: "4.16", platformWorkloadIdentityRoles: [role] },
};

test("a role set is shown with service accounts and secrets, and its roles may change", () => {
  const shown = adminRoleSet.toExternal(roleSet);
  assert.deepEqual(shown["properties"], roleSet.properties);
  assert.equal(accepted(adminRoleSet.judge(shown, roleSet)).changed, false);
  const other = { ...role, operatorName: "storage" };
  const { resource } = accepted(
    adminRoleSet.judge(edited(shown, ["properties", "platformWorkloadIdentityRoles"], [role, other]), roleSet),
  );
  assert.deepEqual((resource["properties"] as JsonObject)["platformWorkloadIdentityRoles"], [role, other]);
  const emptied = { ...roleSet.properties, platformWorkloadIdentityRoles: [{ ...role, serviceAccounts: ["x"] }] };
  const changed = accepted(adminRoleSet.judge({ properties: emptied }, roleSet));
  assert.deepEqual(changed.resource["properties"], emptied);
});

test("what a role set lacks is named together", () => {
  assert.deepEqual(verdict(adminRoleSet.judge({})), [
    "InvalidParameter @ properties.openShiftVersion",
    "InvalidParameter @ properties.platformWorkloadIdentityRoles",
  ]);
  const at = "properties.platformWorkloadIdentityRoles[0]";
  const bare = { properties: { openShiftVersion: "4.16", platformWorkloadIdentityRoles: [{ operatorName: "x" }] } };
  assert.deepEqual(verdict(adminRoleSet.judge(bare)), [
    `InvalidParameter @ ${at}.roleDefinitionName, ${at}.roleDefinitionId, ${at}.serviceAccounts`,
  ]);
});

test("a manifest names its task; id, state and cluster are the service's", () => {
  assert.deepEqual(verdict(adminManifest.judge({})), ["InvalidParameter @ maintenanceTaskID"]);
  assert.deepEqual(verdict(adminManifest.judge({ maintenanceTaskID: "t", runAfter: 0, runBefore: 0 })), [
    "InvalidParameter @ runAfter",
    "InvalidParameter @ runBefore",
  ]);
  const { resource } = accepted(
    adminManifest.judge({ maintenanceTaskID: "t", priority: 3, state: "Completed", id: "x", clusterResourceID: "/c" }),
  );
  assert.deepEqual(resource, { maintenanceTaskID: "t", priority: 3 });
  const document = {
    id: "1",
    clusterResourceID: "/c",
    maintenanceManifest: { state: "Pending", maintenanceTaskID: "t", runAfter: 1, runBefore: 2 } as const,
  };
  const shown = { id: "1", state: "Pending", maintenanceTaskID: "t", runAfter: 1, runBefore: 2 };
  assert.deepEqual(adminManifest.toExternal(document, false), shown);
  assert.deepEqual(adminManifest.toExternal(document, true), { ...shown, clusterResourceID: "/c" });
});

const schedule: JsonObject = {
  state: "Enabled",
  maintenanceTaskID: "t",
  schedule: "Mon *-*-* 02:00",
  lookForwardCount: 2,
  scheduleAcross: "24h",
  selectors: [{ key: "outboundType", operator: "in", values: ["Loadbalancer"] }],
};

const scheduleFaults: readonly [what: string, way: (string | number)[], value: unknown, target: string][] = [
  ["no task", ["maintenanceTaskID"], undefined, "maintenanceTaskID"],
  ["a negative count", ["lookForwardCount"], -1, "LookForwardCount"],
  ["no calendar", ["schedule"], "monthly", "schedule"],
  ["no duration", ["scheduleAcross"], "soon", "scheduleAcross"],
  ["no selector", ["selectors"], [], "selectors"],
  ["an unknown operator", ["selectors", 0, "operator"], "like", "selectors[0].operator"],
  ["no values with in", ["selectors", 0, "values"], [], "selectors[0].values"],
  ["a value with in", ["selectors", 0, "value"], "x", "selectors[0].value"],
  ["values with eq", ["selectors", 0, "operator"], "eq", "selectors[0].value"],
];
for (const [what, way, value, target] of scheduleFaults)
  test(`a schedule with ${what} is refused`, () =>
    assert.deepEqual(verdict(adminSchedule.judge(edited(schedule, way, value))), [`InvalidParameter @ ${target}`]));

test("a schedule keeps its task and its id, the rest may change", () => {
  const { resource } = accepted(adminSchedule.judge(schedule));
  const stored = { id: "s", maintenanceSchedule: resource } as unknown as MaintenanceScheduleDocument;
  assert.deepEqual(adminSchedule.toExternal(stored), { id: "s", ...schedule });
  assert.equal(accepted(adminSchedule.judge({ id: "s", ...schedule }, stored)).changed, false);
  assert.equal(accepted(adminSchedule.judge({ ...schedule, state: "Disabled" }, stored)).changed, true);
  assert.deepEqual(verdict(adminSchedule.judge({ ...schedule, maintenanceTaskID: "u" }, stored)), [
    "PropertyChangeNotAllowed @ maintenanceTaskID",
  ]);
});

test("a billing record is shown with its times; one that bills nothing is null", () => {
  const document = {
    id: "1",
    key: "/k",
    clusterResourceGroupIDKey: "/g",
    infraId: "i",
    billing: { creationTime: 5, location: "eastus", tenantID: "t" },
  };
  assert.deepEqual(adminBilling(document), document);
  const { billing: _, ...without } = document;
  assert.equal(adminBilling(without), null);
});
