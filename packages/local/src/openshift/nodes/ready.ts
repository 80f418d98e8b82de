import type { KubeObject } from "@aro/control-plane";

/** The status of a condition; undefined when there is none of that type. */
export const conditionOf = (object: KubeObject | undefined, type: string): string | undefined =>
  (object?.["status"] as { conditions?: readonly { type: string; status: string }[] } | undefined)?.conditions?.find(
    (one) => one.type === type,
  )?.status;

/** Whether a node reports that it is ready. */
export const isReady = (node: KubeObject): boolean => conditionOf(node, "Ready") === "True";
