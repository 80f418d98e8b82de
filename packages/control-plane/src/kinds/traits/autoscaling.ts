import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import type { Traits } from "./trait.ts";

const metricsAnnotation = "autoscaling.alpha.kubernetes.io/metrics";
const usual = 80;

const isCpu = (metric: Members): boolean => {
  const resource = optional(metric, "resource");
  return resource?.["name"] === "cpu" && optional(resource, "target")?.["averageUtilization"] !== undefined;
};
const cpuMetric = (percentage: unknown): Members => ({
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: percentage } },
});

/** As version 1 shows it: its one number for the processors; other metrics go along in an annotation. */
function older(object: KubeObject): KubeObject {
  const { metrics: _, behavior: __, ...spec } = (object["spec"] ?? {}) as Members;
  const { currentMetrics: ___, conditions: ____, ...status } = (object["status"] ?? {}) as Members;
  const reached = each((object["status"] ?? {}) as Members, "currentMetrics")
    .map((one) => optional(one, "resource"))
    .find((one) => one?.["name"] === "cpu");
  const percentage = optional(reached ?? {}, "current")?.["averageUtilization"];
  const metrics = each((object["spec"] ?? {}) as Members, "metrics");
  const cpu = metrics.find(isCpu);
  const others = metrics.filter((one) => one !== cpu);
  const target = optional(optional(cpu ?? {}, "resource") ?? {}, "target");
  return {
    ...object,
    apiVersion: "autoscaling/v1",
    metadata:
      others.length === 0
        ? object.metadata
        : {
            ...object.metadata,
            annotations: { ...object.metadata.annotations, [metricsAnnotation]: JSON.stringify(others) },
          },
    spec: {
      ...spec,
      ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target["averageUtilization"] }),
    },
    status: {
      currentReplicas: 0,
      desiredReplicas: 0,
      ...status,
      ...(percentage === undefined ? {} : { currentCPUUtilizationPercentage: percentage }),
    },
  };
}

function newer(object: KubeObject): KubeObject {
  if (object.apiVersion !== "autoscaling/v1") return object;
  const { targetCPUUtilizationPercentage: percentage, ...spec } = (object["spec"] ?? {}) as Members;
  const { currentCPUUtilizationPercentage: reached, ...status } = (object["status"] ?? {}) as Members;
  const current =
    reached === undefined
      ? null
      : [{ type: "Resource", resource: { name: "cpu", current: { averageUtilization: reached, averageValue: "0" } } }];
  const { [metricsAnnotation]: told, ...annotations } = object.metadata.annotations ?? {};
  const others = told === undefined ? [] : (JSON.parse(told) as Members[]);
  const { annotations: __, ...metadata } = object.metadata;
  return {
    ...object,
    apiVersion: "autoscaling/v2",
    metadata: Object.keys(annotations).length === 0 ? metadata : { ...metadata, annotations },
    spec: { ...spec, metrics: [...(percentage === undefined ? [] : [cpuMetric(percentage)]), ...others] },
    status: { currentMetrics: current, desiredReplicas: 0, ...status },
  };
}

function prepare(object: KubeObject, before: KubeObject | undefined): void {
  const spec = part(object as Members, "spec");
  const isOld = object.apiVersion === "autoscaling/v1";
  fill(spec, {
    minReplicas: 1,
    ...(isOld ? { targetCPUUtilizationPercentage: usual } : { metrics: [cpuMetric(usual)] }),
  });
  if (before === undefined)
    object["status"] = isOld
      ? { currentReplicas: 0, desiredReplicas: 0 }
      : { currentMetrics: null, desiredReplicas: 0 };
}

function validate(object: KubeObject): Cause[] {
  const spec = (object["spec"] ?? {}) as Members;
  const [least, most] = [Number(spec["minReplicas"]), Number(spec["maxReplicas"] ?? 0)];
  const causes: Cause[] = [];
  if (least < 1) causes.push(findings.invalid("spec.minReplicas", least, "must be greater than or equal to 1"));
  if (most < 1) causes.push(findings.invalid("spec.maxReplicas", most, "must be greater than 0"));
  if (most < least)
    causes.push(findings.invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`"));
  const target = optional(spec, "scaleTargetRef") ?? {};
  for (const member of ["kind", "name", "apiVersion"])
    if (!target[member]) causes.push(findings.required(`spec.scaleTargetRef.${member}`));
  return causes;
}

export const autoscaling: Readonly<Record<string, Traits>> = {
  "autoscaling/horizontalpodautoscalers": {
    storageVersion: "v2",
    fromStored: older,
    toStored: newer,
    prepare,
    validate,
  },
};
