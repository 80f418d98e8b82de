import type { ClusterController } from "../cluster/context.ts";

const events = "v1/events";
/** How long events are kept: three hours in the field; scaled, but never so short that nobody could read them. */
const kept = [10_800_000, 10_800_000] as const;
const leastMilliseconds = 600_000;
const lookMilliseconds = 300_000;

/** Events go when they are old, as etcd lets them go: most of what a cluster that stands still would hold. */
export const eventsController: ClusterController = async (context, signal) => {
  const api = context.objects("kube-apiserver");
  while (!signal.aborted) {
    const oldest = context.clock.now() - Math.max(leastMilliseconds, context.lasts(kept));
    for (const event of api.list(events)) {
      const { name, namespace, creationTimestamp } = event.metadata;
      const last = typeof event["lastTimestamp"] === "string" ? event["lastTimestamp"] : creationTimestamp;
      if (Date.parse(last) < oldest) api.remove(events, name, namespace);
    }
    await context.clock.sleep(lookMilliseconds, signal).catch(() => undefined);
  }
};
