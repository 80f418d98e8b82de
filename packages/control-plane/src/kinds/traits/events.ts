import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import type { Traits } from "./trait.ts";

/** Members of an event by their names in `events.k8s.io`, and in the core group, which keeps them. */
const names: readonly [newer: string, older: string][] = [
  ["regarding", "involvedObject"],
  ["note", "message"],
  ["deprecatedSource", "source"],
  ["deprecatedFirstTimestamp", "firstTimestamp"],
  ["deprecatedLastTimestamp", "lastTimestamp"],
  ["deprecatedCount", "count"],
  ["reportingController", "reportingComponent"],
];

const renamed = (
  object: KubeObject,
  apiVersion: string,
  pairs: readonly (readonly [from: string, to: string])[],
): KubeObject => {
  const to = new Map(pairs);
  const members = Object.entries(object).map(([name, value]) => [to.get(name) ?? name, value]);
  return { ...(Object.fromEntries(members) as KubeObject), apiVersion };
};
const older = (object: KubeObject): KubeObject => ({
  ...{ source: {}, firstTimestamp: null, lastTimestamp: null },
  ...renamed(object, "v1", names),
});
const newer = (object: KubeObject): KubeObject =>
  renamed(
    object,
    "events.k8s.io/v1",
    names.map(([one, other]) => [other, one] as const),
  );

const fields = (object: string, controller: string): string[] => [
  ...["kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath"].map(
    (one) => `${object}.${one}`,
  ),
  "reason",
  controller,
  "type",
];

const own = (namespace: string, field: string, object: KubeObject): Cause[] => {
  const within = object.metadata.namespace ?? "";
  return (namespace === "" ? "default" : namespace) === within
    ? []
    : [findings.invalid(field, namespace, "does not match event.namespace")];
};

export const events: Readonly<Record<string, Traits>> = {
  "/events": {
    selectable: [...fields("involvedObject", "reportingComponent"), "source"],
    createOnUpdate: true,
    prepare: (object) => {
      object["source"] ??= {};
      object["firstTimestamp"] ??= null;
      object["lastTimestamp"] ??= null;
      object["eventTime"] ??= null;
      object["reportingComponent"] ??= "";
      object["reportingInstance"] ??= "";
    },
    validate: (object) => {
      const { namespace = "" } = (object["involvedObject"] ?? {}) as { namespace?: string };
      return own(namespace, "involvedObject.namespace", object);
    },
  },
  "events.k8s.io/events": {
    storedAs: "/events",
    selectable: fields("regarding", "reportingController"),
    createOnUpdate: true,
    fromStored: newer,
    toStored: older,
    validate: (object, before) => {
      const { namespace = "" } = (object["regarding"] ?? {}) as { namespace?: string };
      const causes = own(namespace, "involvedObject.namespace", object);
      if (before !== undefined) return causes;
      if (!object["eventTime"]) return [...causes, findings.required("eventTime")];
      const required: readonly [string, string][] = [
        ["reportingController", "reportingController"],
        ["reportingInstance", "reportingInstance"],
        ["action", "action"],
        ["reason", "reason"],
      ];
      for (const [member, field] of required) if (!object[member]) causes.push(findings.required(field));
      if (object["type"] !== "Normal" && object["type"] !== "Warning")
        causes.push(findings.invalid("type", object["type"] ?? "", 'has invalid value: ""'));
      return causes;
    },
  },
};
