import { record, records, text } from "../../documents/document.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { actionGroupModels } from "../generated/action-groups.ts";
import { activityLogAlertModels } from "../generated/activity-log-alerts.ts";
import { autoscaleModels } from "../generated/autoscale-settings.ts";
import { metricAlertModels } from "../generated/metric-alerts.ts";
import { alertRow, badAlert, refuseOtherActions, refuseUnknownScopes } from "./alert-base.ts";

const shortName: Rule = {
  name: "an action group has a short name of at most 12 characters, and receivers with names of their own",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    const properties = record(doc["properties"]);
    const short = text(properties["groupShortName"]);
    if (short.length < 1 || short.length > 12)
      throw badAlert(`The short name '${short}' of an action group has 1 to 12 characters.`);
    const names = new Set<string>();
    for (const [list, value] of Object.entries(properties))
      for (const receiver of list.endsWith("Receivers") ? records(value) : []) {
        const name = text(receiver["name"]).toLowerCase();
        if (name === "" || names.has(name))
          throw badAlert(`The receiver '${name}' in '${list}' needs a name of its own.`);
        names.add(name);
      }
  },
};

/** Whom alerts tell. */
const actionGroups: TypeRow = alertRow(
  actionGroupModels,
  {
    // Both are needed, as the SDK says of what it makes these properties of.
    ActionGroupResourceProperties: {
      ...actionGroupModels.models["ActionGroupResourceProperties"],
      groupShortName: "*string",
      enabled: "*boolean",
    },
    ActionGroupPatchBody: {
      ...actionGroupModels.models["ActionGroupPatchBody"],
      properties: "ActionGroupPatchProperties",
    },
    ActionGroupPatchProperties: { enabled: "boolean" },
  },
  {
    type: "Microsoft.Insights/actionGroups",
    model: "ActionGroupResource",
    patchModel: "ActionGroupPatchBody",
    label: "ActionGroup",
    // @azure/arm-monitor and az 2.91, azurerm, az 2.45, spec 03 §9.1.
    apiVersions: ["2024-10-01-preview", "2023-01-01", "2022-06-01", "2021-09-01", "2018-03-01"],
    rules: [shortName],
  },
);

/** Frequencies and windows that metric alerts may have, by their minutes. */
const minutes: Readonly<Record<string, number>> = {
  ...{ PT1M: 1, PT5M: 5, PT15M: 15, PT30M: 30, PT1H: 60 },
  ...{ PT6H: 360, PT12H: 720, P1D: 1440 },
};

const metricRule: Rule = {
  name: "a metric alert watches resources that are there, with a severity of 0 to 4 and a window no shorter than its frequency",
  evidence: "documented",
  apply: ({ engine, doc }: Change) => {
    const properties = record(doc["properties"]);
    const { severity } = properties;
    if (typeof severity !== "number" || !Number.isInteger(severity) || severity < 0 || severity > 4)
      throw badAlert(`The severity '${String(severity)}' is none of 0, 1, 2, 3 and 4.`);
    const frequency = text(properties["evaluationFrequency"]);
    const window = text(properties["windowSize"] ?? frequency);
    const [every, over] = [minutes[frequency], minutes[window]];
    if (every === undefined || every > 60) throw badAlert(`The evaluation frequency '${frequency}' is not supported.`);
    if (over === undefined || over < every)
      throw badAlert(`The window size '${window}' is not supported with the evaluation frequency '${frequency}'.`);
    properties["windowSize"] = window;
    const kind = text(record(properties["criteria"])["odata.type"]);
    if (!kind.startsWith("Microsoft.Azure.Monitor."))
      throw badAlert(`The criteria's 'odata.type' '${kind}' is none of Microsoft.Azure.Monitor.`);
    refuseUnknownScopes(engine, properties["scopes"]);
    refuseOtherActions(records(properties["actions"]));
    properties["autoMitigate"] ??= true;
    properties["actions"] ??= [];
  },
};

/** Alerts on metrics; nobody is told anything, since nothing measures here. */
const metricAlerts: TypeRow = alertRow(
  metricAlertModels,
  Object.fromEntries(
    // Criteria are of several kinds, told apart by their odata.type.
    ["MetricAlertResourceProperties", "MetricAlertResourcePatchProperties"].map((name) => [
      name,
      { ...metricAlertModels.models[name], criteria: name.includes("Patch") ? "any" : "*any" },
    ]),
  ),
  {
    type: "Microsoft.Insights/metricAlerts",
    model: "MetricAlertResource",
    patchModel: "MetricAlertResourcePatch",
    label: "MetricAlert",
    // @azure/arm-monitor, then az, azurerm and spec 03 §9.1.
    apiVersions: ["2026-01-01", "2018-03-01"],
    putStatus: 200,
    rules: [metricRule],
  },
);

const activityRule: Rule = {
  name: "an alert on the activity log has a scope and conditions",
  evidence: "documented",
  apply: ({ engine, doc }: Change) => {
    const properties = record(doc["properties"]);
    refuseUnknownScopes(engine, properties["scopes"]);
    if (records(record(properties["condition"])["allOf"]).length === 0)
      throw badAlert("The condition of an alert on the activity log has at least one entry in 'allOf'.");
    refuseOtherActions(records(record(properties["actions"])["actionGroups"]));
    properties["enabled"] ??= true;
  },
};

/** Alerts on the activity log. */
const activityLogAlerts: TypeRow = alertRow(
  activityLogAlertModels,
  {},
  {
    type: "Microsoft.Insights/activityLogAlerts",
    model: "ActivityLogAlertResource",
    patchModel: "AlertRulePatchObject",
    label: "ActivityLogAlert",
    // @azure/arm-monitor, az and azurerm the first; spec 03 §9.1 the last.
    apiVersions: ["2023-01-01-preview", "2020-10-01", "2018-03-01"],
    rules: [activityRule],
  },
);

const profiles: Rule = {
  name: "an autoscale setting has 1 to 20 profiles, each with a least, a most and a usual number between them",
  evidence: "documented",
  apply: ({ doc, id }: Change) => {
    const properties = record(doc["properties"]);
    const given = records(properties["profiles"]);
    if (given.length < 1 || given.length > 20) throw badAlert("An autoscale setting has 1 to 20 profiles.");
    for (const { name, capacity } of given) {
      const of = (member: string) => Number(text(record(capacity)[member]));
      const [least, most, usual] = [of("minimum"), of("maximum"), of("default")];
      if (![least, most, usual].every((one) => Number.isInteger(one) && one >= 0) || least > usual || usual > most)
        throw badAlert(`The capacity of the profile '${text(name)}' is not minimum <= default <= maximum.`);
    }
    properties["name"] ??= id.name;
    properties["enabled"] ??= true;
  },
};

/** Settings that scale a resource; which, is not looked at, since nothing that scales by itself is emulated. */
const autoscaleSettings: TypeRow = alertRow(
  autoscaleModels,
  {},
  {
    type: "Microsoft.Insights/autoscaleSettings",
    model: "AutoscaleSettingResource",
    patchModel: "AutoscaleSettingResourcePatch",
    label: "AutoscaleSetting",
    apiVersions: ["2022-10-01"],
    global: false,
    rules: [profiles],
  },
);

/** Resources of Microsoft.Insights that customers may have in a cluster's group (spec 03 §§9.1, 9.3). */
export const monitorTypes = (): readonly TypeRow[] => [
  actionGroups,
  metricAlerts,
  activityLogAlerts,
  autoscaleSettings,
];
