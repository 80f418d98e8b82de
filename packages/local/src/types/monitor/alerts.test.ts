import assert from "node:assert/strict";
import { test } from "node:test";
import { MonitorClient } from "@azure/arm-monitor";
import { inProcess, subscription } from "../../../tools/in-process.ts";

const group = `/subscriptions/${subscription}/resourceGroups/rg`;
const insights = `${group}/providers/Microsoft.Insights`;
const balancer = `${group}/providers/Microsoft.Network/loadBalancers/lb`;

async function fresh() {
  const arm = inProcess({ timing: { scale: Number.POSITIVE_INFINITY, holdMilliseconds: 0 } });
  await arm.groups.resourceGroups.createOrUpdate("rg", { location: "eastus" });
  await arm.network.loadBalancers.createOrUpdate("rg", "lb", { location: "eastus", sku: { name: "Standard" } });
  return Object.assign(arm, { monitor: arm.client(MonitorClient) });
}

const criteria = {
  odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria" as const,
  allOf: [
    {
      ...{ criterionType: "StaticThresholdCriterion" as const, name: "c", metricName: "DipAvailability" },
      ...{ operator: "LessThan", threshold: 50, timeAggregation: "Average" },
    },
  ],
};
const alert = {
  ...{ location: "global", severity: 2, enabled: true, scopes: [balancer] },
  ...{ evaluationFrequency: "PT1M", windowSize: "PT5M", criteria },
};

test("alerts and action groups of a cluster's group live through the SDK, and go by the generic DELETE of spec 03 §9.1", async () => {
  await using arm = await fresh();
  const { actionGroups, metricAlerts, activityLogAlerts, autoscaleSettings } = arm.monitor;
  const told = await actionGroups.createOrUpdate("rg", "sre", {
    ...{ location: "Global", groupShortName: "sre", enabled: true },
    emailReceivers: [{ name: "mail", emailAddress: "sre@contoso.test" }],
  });
  assert.equal(told.emailReceivers?.[0]?.emailAddress, "sre@contoso.test");
  const actions = [{ actionGroupId: told.id ?? "" }];
  const made = await metricAlerts.createOrUpdate("rg", "down", { ...alert, actions });
  assert.equal(made.type, "Microsoft.Insights/metricAlerts");
  assert.equal(made.autoMitigate, true);
  assert.deepEqual((await metricAlerts.get("rg", "down")).criteria, made.criteria);
  assert.equal((await metricAlerts.update("rg", "down", { severity: 4 })).severity, 4);
  await activityLogAlerts.createOrUpdate("rg", "deleted", {
    ...{ location: "global", scopes: [group], actions: { actionGroups: actions } },
    condition: { allOf: [{ field: "category", equals: "Administrative" }] },
  });
  assert.equal((await activityLogAlerts.update("rg", "deleted", { enabled: false })).enabled, false);
  await autoscaleSettings.createOrUpdate("rg", "scale", {
    location: "eastus",
    profiles: [{ name: "p", capacity: { minimum: "1", maximum: "3", default: "2" }, rules: [] }],
  });
  const listed: string[] = [];
  for await (const one of arm.groups.resources.listByResourceGroup("rg")) listed.push(`${one.type}/${one.name}`);
  assert.deepEqual(listed.filter((one) => one.startsWith("Microsoft.Insights/")).sort(), [
    "Microsoft.Insights/actionGroups/sre",
    "Microsoft.Insights/activityLogAlerts/deleted",
    "Microsoft.Insights/autoscaleSettings/scale",
    "Microsoft.Insights/metricAlerts/down",
  ]);
  for (const [path, version] of [
    ["metricAlerts/down", "2018-03-01"],
    ["activityLogAlerts/deleted", "2018-03-01"],
    ["actionGroups/sre", "2018-03-01"],
    ["autoscaleSettings/scale", "2022-10-01"],
  ] as const) {
    assert.equal((await arm.plain("DELETE", `${insights}/${path}?api-version=${version}`)).status, 200, path);
    assert.equal((await arm.plain("GET", `${insights}/${path}?api-version=${version}`)).status, 404, path);
  }
});

test("what no alert can be is refused, naming what is wrong", async () => {
  await using arm = await fresh();
  const { location, criteria: _, ...rest } = alert;
  const properties = {
    ...rest,
    criteria: { "odata.type": criteria.odataType, allOf: [] },
  };
  const refused = async (path: string, body: object, message: RegExp, status = 400) => {
    const answer = await arm.plain("PUT", `${insights}/${path}?api-version=2018-03-01`, body);
    assert.equal(answer.status, status, answer.text);
    assert.match(answer.text, message);
  };
  for (const [change, message, status] of [
    [{ severity: 5 }, /severity '5'/],
    [{ evaluationFrequency: "PT7M" }, /evaluation frequency 'PT7M'/],
    [{ evaluationFrequency: "PT1H" }, /window size 'PT5M'/],
    [{ scopes: [] }, /at least one/],
    [{ scopes: ["x"] }, /scope 'x' is no/],
    [{ scopes: [`${balancer}2`] }, /lb2' in scopes was not found/, 404],
    [{ actions: [{ actionGroupId: balancer }] }, /action group id/],
    [{ criteria: {} }, /odata.type/],
    [{ colour: 1 }, /'colour'/],
  ] as const)
    await refused("metricAlerts/a", { location, properties: { ...properties, ...change } }, message, status);
  await refused("metricAlerts/a", { location: "eastus", properties }, /eastus/);
  const receivers = { groupShortName: "s", enabled: true };
  for (const [change, message] of [
    [{ groupShortName: "thirteenchars" }, /short name/],
    [{ enabled: undefined }, /enabled/],
    [{ emailReceivers: [{ name: "a" }, { name: "A" }] }, /name of its own/],
  ] as const)
    await refused("actionGroups/a", { location, properties: { ...receivers, ...change } }, message);
  await refused("activityLogAlerts/a", { location, properties: { scopes: [group] } }, /allOf/);
  const scaled = { profiles: [{ name: "p", capacity: { minimum: "2", maximum: "1", default: "1" }, rules: [] }] };
  const autoscale = `${insights}/autoscaleSettings/a?api-version=2022-10-01`;
  const answer = await arm.plain("PUT", autoscale, { location: "eastus", properties: scaled });
  assert.match(answer.text, /minimum <= default <= maximum/);
});
