import { condition, isActive, isReady, type PodTemplate, podFrom, specOf, statusOf } from "./pods.ts";
import { workloadController } from "./workload.ts";

const pods = { group: "", plural: "pods" };

interface Spec {
  parallelism?: number;
  completions?: number;
  backoffLimit?: number;
  suspend?: boolean;
  template: PodTemplate;
}
interface Status {
  startTime?: string;
  completionTime?: string;
  conditions?: { type: string; status: string; lastTransitionTime?: string }[];
}

/** Runs pods until enough of them have succeeded, or too many failed. */
export const jobsController = workloadController(
  { group: "batch", plural: "jobs", kind: "Job" },
  "/pods",
  (context, job) => {
    const { parallelism = 1, completions, backoffLimit = 6, suspend = false, template } = specOf<Spec>(job);
    const status = statusOf<Status>(job);
    const phase = (name: string) =>
      context.owned.of(job.metadata.uid).filter((pod) => statusOf<{ phase?: string }>(pod).phase === name);
    const succeeded = phase("Succeeded").length;
    const failed = phase("Failed").length;
    const active = context.owned.of(job.metadata.uid).filter(isActive);
    const isOver = (type: string) =>
      status.conditions?.some((one) => one.type === type && one.status === "True") === true;
    if (isOver("Complete") || isOver("Failed") || job.metadata.deletionTimestamp !== undefined) return;
    const needed = completions ?? Math.max(1, succeeded);
    const isDone = succeeded >= needed && (completions !== undefined || active.length === 0);
    const isLost = failed > backoffLimit;
    if (isLost || suspend) for (const pod of active) context.remove(pods, pod);
    else if (!isDone)
      for (let count = active.length; count < Math.min(parallelism, needed - succeeded); count++)
        context.create(
          pods,
          job.metadata.namespace ?? "",
          podFrom(template, job, { generateName: `${job.metadata.name}-` }),
        );
    const running = context.owned.of(job.metadata.uid).filter(isActive);
    const now = context.now();
    const over = isDone
      ? [
          condition(status.conditions, now, {
            type: "Complete",
            status: "True",
            reason: "CompletionsReached",
            message: "Reached expected number of succeeded pods",
          }),
        ]
      : isLost
        ? [
            condition(status.conditions, now, {
              type: "Failed",
              status: "True",
              reason: "BackoffLimitExceeded",
              message: "Job has reached the specified backoff limit",
            }),
          ]
        : suspend
          ? [
              condition(status.conditions, now, {
                type: "Suspended",
                status: "True",
                reason: "JobSuspended",
                message: "Job suspended",
              }),
            ]
          : [];
    context.report(job, {
      ...(over.length === 0 ? {} : { conditions: over }),
      ...(suspend ? {} : { startTime: status.startTime ?? now }),
      ...(isDone ? { completionTime: now } : {}),
      ...(running.length === 0 || isDone ? {} : { active: running.length, ready: running.filter(isReady).length }),
      ...(succeeded === 0 ? {} : { succeeded }),
      ...(failed === 0 ? {} : { failed }),
    });
  },
);
