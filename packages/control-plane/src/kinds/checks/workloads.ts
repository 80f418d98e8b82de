import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { type Members, optional } from "../traits/filling.ts";
import { checkPodSpec, notNegative, oneOf } from "./pod-spec.ts";

const specOf = (object: KubeObject): Members => optional(object as Members, "spec") ?? {};
const templateOf = (spec: Members): Members => optional(optional(spec, "template") ?? {}, "spec") ?? {};

/** Pods that a controller replaces never end by themselves. */
const lasting = (spec: Members): Cause[] => oneOf(templateOf(spec), "restartPolicy", "spec.template.spec", ["Always"]);

const isNone = (value: unknown): boolean => value === 0 || value === "0" || value === "0%";

function checkDeployment(object: KubeObject): Cause[] {
  const spec = specOf(object);
  const strategy = optional(spec, "strategy") ?? {};
  const rolling = optional(strategy, "rollingUpdate") ?? {};
  const stuck = isNone(rolling["maxSurge"]) && isNone(rolling["maxUnavailable"]);
  return [
    ...lasting(spec),
    ...notNegative(spec, "replicas", "spec"),
    ...notNegative(spec, "minReadySeconds", "spec"),
    ...notNegative(spec, "revisionHistoryLimit", "spec"),
    ...typeOf(strategy, "spec.strategy", ["Recreate", "RollingUpdate"]),
    ...(stuck
      ? [
          findings.invalid(
            "spec.strategy.rollingUpdate.maxUnavailable",
            rolling["maxUnavailable"],
            "may not be 0 when `maxSurge` is 0",
          ),
        ]
      : []),
  ];
}

/** Of strategies the whole is named, not their type. */
const typeOf = (strategy: Members, path: string, words: readonly string[]): Cause[] =>
  strategy["type"] === undefined || words.includes(String(strategy["type"]))
    ? []
    : [findings.unsupported(path, strategy, words)];

const field =
  /^(\*|\?|[A-Za-z]{3}|\d+)(-([A-Za-z]{3}|\d+))?(\/\d+)?(,(\*|\?|[A-Za-z]{3}|\d+)(-([A-Za-z]{3}|\d+))?(\/\d+)?)*$/;
const isSchedule = (text: string): boolean =>
  /^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)$/.test(text) ||
  (text.trim().split(/\s+/).length === 5 &&
    text
      .trim()
      .split(/\s+/)
      .every((one) => field.test(one)));

const checkJobSpec = (spec: Members, path: string): Cause[] => [
  ...["parallelism", "completions", "backoffLimit", "activeDeadlineSeconds", "ttlSecondsAfterFinished"].flatMap(
    (name) => notNegative(spec, name, path),
  ),
  ...oneOf(templateOf(spec), "restartPolicy", `${path}.template.spec`, ["OnFailure", "Never"]),
];

/** Workloads beyond their selectors and pods. */
export const workloadChecks: Readonly<Record<string, (object: KubeObject) => Cause[]>> = {
  "apps/deployments": checkDeployment,
  "apps/replicasets": (object) => [...lasting(specOf(object)), ...notNegative(specOf(object), "replicas", "spec")],
  "apps/statefulsets": (object) => {
    const spec = specOf(object);
    return [
      ...lasting(spec),
      ...notNegative(spec, "replicas", "spec"),
      ...oneOf(spec, "podManagementPolicy", "spec", ["OrderedReady", "Parallel"]),
      ...typeOf(optional(spec, "updateStrategy") ?? {}, "spec.updateStrategy", ["OnDelete", "RollingUpdate"]),
    ];
  },
  "apps/daemonsets": (object) => {
    const spec = specOf(object);
    return [
      ...lasting(spec),
      ...typeOf(optional(spec, "updateStrategy") ?? {}, "spec.updateStrategy", ["RollingUpdate", "OnDelete"]),
    ];
  },
  "batch/jobs": (object) => checkJobSpec(specOf(object), "spec"),
  "batch/cronjobs": (object) => {
    const spec = specOf(object);
    const schedule = String(spec["schedule"] ?? "");
    const job = optional(optional(spec, "jobTemplate") ?? {}, "spec") ?? {};
    return [
      ...(schedule === ""
        ? [findings.required("spec.schedule")]
        : isSchedule(schedule)
          ? []
          : [
              findings.invalid(
                "spec.schedule",
                schedule,
                `expected exactly 5 fields, found ${schedule.split(/\s+/).length}`,
              ),
            ]),
      ...oneOf(spec, "concurrencyPolicy", "spec", ["Allow", "Forbid", "Replace"]),
      ...checkJobSpec(job, "spec.jobTemplate.spec"),
      ...checkPodSpec(optional(optional(job, "template") ?? {}, "spec"), "spec.jobTemplate.spec.template.spec"),
    ];
  },
};
