import type { ClusterContext, ClusterController } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";

const events = "v1/events";
/** As the store calls them. */
const shelf = "/events";
/** How long events are kept: three hours in the field; scaled, but never so short that nobody could read them. */
const kept = [10_800_000, 10_800_000] as const;
const leastMilliseconds = 600_000;
const lookMilliseconds = 300_000;
/** How many go, or are looked into, before others have their turn. */
const atOnce = 16;

/**
 * Events go when they are old, as etcd lets them go: most of what a cluster that stands still would hold. How old they are is told by their
 * version, since a look into each of them would bring all back into memory; those of an earlier life of this process are looked into once.
 */
export const eventsController: ClusterController = async (context, signal) => {
  const { clock } = context;
  const { store } = context.controlPlane;
  const api = context.objects("kube-apiserver");
  const life = Math.max(leastMilliseconds, context.lasts(kept));
  /** Which version the store had when, oldest first: what was written up to it is older. */
  const marks = [{ at: clock.now(), version: store.version }];
  if (clock.now() - bornAt(api) > life) await dropByTime(context, api, clock.now() - life, signal);
  while (!signal.aborted) {
    await clock.sleep(lookMilliseconds, signal).catch(() => undefined);
    let past = 0;
    while (marks[0] !== undefined && marks[0].at < clock.now() - life) past = marks.shift()?.version ?? 0;
    marks.push({ at: clock.now(), version: store.version });
    const old = past === 0 ? [] : Array.from(store.list(shelf)).filter(({ version }) => version <= past);
    for (const [index, { key, version }] of old.entries()) {
      if (index % atOnce === 0) await clock.sleep(0, signal).catch(() => undefined);
      if (signal.aborted) return;
      // One that was counted again meanwhile is young.
      if (store.get(shelf, key)?.version === version) drop(api, key);
    }
  }
};

/** Since when there is this cluster. */
const bornAt = (api: Objects): number =>
  Date.parse(api.get("v1/namespaces", "default")?.metadata.creationTimestamp ?? "") || Number.POSITIVE_INFINITY;

async function dropByTime({ clock, controlPlane }: ClusterContext, api: Objects, oldest: number, signal: AbortSignal) {
  for (const [index, { key }] of Array.from(controlPlane.store.list(shelf)).entries()) {
    if (index % atOnce === 0) await clock.sleep(0, signal).catch(() => undefined);
    if (signal.aborted) return;
    const [namespace, name = ""] = key.split("/");
    const event = api.get(events, name, namespace);
    if (event === undefined) continue;
    const last = typeof event["lastTimestamp"] === "string" ? event["lastTimestamp"] : event.metadata.creationTimestamp;
    if (Date.parse(last) < oldest) drop(api, key);
  }
}

function drop(api: Objects, key: string): void {
  const [namespace, name = ""] = key.split("/");
  api.remove(events, name, namespace);
}
