import { copyOf } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";

export interface PodTemplate {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: Record<string, unknown>;
}

export const specOf = <Spec>(object: KubeObject): Spec => (object["spec"] ?? {}) as Spec;
export const statusOf = <Status>(object: KubeObject): Status => (object["status"] ?? {}) as Status;

/** A reference by which a controller owns what it makes. */
export const ownedBy = ({ apiVersion, kind, metadata }: KubeObject) => ({
  apiVersion,
  kind,
  name: metadata.name,
  uid: metadata.uid,
  controller: true,
  blockOwnerDeletion: true,
});

/** Whether a pod still counts: it runs, or may. */
export const isActive = (pod: KubeObject): boolean => {
  const { phase } = statusOf<{ phase?: string }>(pod);
  return pod.metadata.deletionTimestamp === undefined && phase !== "Succeeded" && phase !== "Failed";
};

export const isReady = (pod: KubeObject): boolean =>
  statusOf<{ conditions?: { type: string; status: string }[] }>(pod).conditions?.some(
    ({ type, status }) => type === "Ready" && status === "True",
  ) === true;

/** The object of a pod that a workload wants. */
export const podFrom = (
  template: PodTemplate,
  owner: KubeObject,
  name: { name: string } | { generateName: string },
  more: { labels?: Record<string, string>; spec?: Record<string, unknown>; annotations?: Record<string, string> } = {},
): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    ...name,
    labels: { ...template.metadata?.labels, ...more.labels },
    ...(template.metadata?.annotations === undefined && more.annotations === undefined
      ? {}
      : { annotations: { ...template.metadata?.annotations, ...more.annotations } }),
    ownerReferences: [ownedBy(owner)],
  },
  spec: { ...copyOf(template.spec), ...more.spec },
});

/** A condition, its time kept when it says what it said. */
export function condition(
  held: readonly { type: string; status: string; lastTransitionTime?: string }[] | undefined,
  now: string,
  wanted: { type: string; status: "True" | "False" | "Unknown"; reason: string; message: string },
  withUpdate = false,
) {
  const old = held?.find(({ type, status }) => type === wanted.type && status === wanted.status) as
    | { lastTransitionTime?: string; lastUpdateTime?: string; reason?: string }
    | undefined;
  return {
    ...wanted,
    ...(withUpdate ? { lastUpdateTime: old?.reason === wanted.reason ? (old.lastUpdateTime ?? now) : now } : {}),
    lastTransitionTime: old?.lastTransitionTime ?? now,
  };
}

/** A number of pods, or a share of them. */
export function share(value: unknown, of: number, up: boolean): number {
  if (typeof value === "number") return value;
  const percent = Number(/^(\d+)%$/.exec(String(value))?.[1] ?? 0);
  return up ? Math.ceil((of * percent) / 100) : Math.floor((of * percent) / 100);
}
