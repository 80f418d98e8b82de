import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { KubernetesClient, ObjectName } from "./client.ts";
import { KubernetesError } from "./failure.ts";
import { type ListOptions, listObjects } from "./list-objects.ts";
import type { KubernetesObject } from "./object.ts";
import type { Resource } from "./resource.ts";

/** What an informer tells. A resync tells every object as updated, `before` and `object` being the same. */
export type ObjectChange<Shape extends KubernetesObject = KubernetesObject> =
  | { type: "added"; object: Shape }
  | { type: "updated"; object: Shape; before: Shape }
  | { type: "deleted"; object: Shape };

/** The objects of a kind as they were told last, without `managedFields`. They are not to be changed: copy first. */
export interface Informer<Shape extends KubernetesObject = KubernetesObject> {
  /** Resolves once all objects have been listed. */
  readonly ready: Promise<void>;
  get(name: ObjectName): Shape | undefined;
  list(): Shape[];
  /** Tells every change from now on, and what is known already as added. What a listener throws is logged. */
  listen(listener: (change: ObjectChange<Shape>) => void): void;
  /** Lists and watches until the signal is aborted; whatever else happens it goes on. */
  run(signal: AbortSignal): Promise<void>;
}

export interface InformerOptions<Shape extends KubernetesObject> {
  client: KubernetesClient;
  kind: Resource<Shape>;
  select?: ListOptions;
  /** Between two resyncs, 10 % more or less; 10 hours when absent (spec 04 §2.1). */
  resyncMilliseconds?: number;
  clock: Clock;
  random: Random;
  log: Log;
}

const usualResync = 36_000_000;
const firstPause = 800;
const longestPause = 30_000;
/** A kind that the server does not know may come to be known (spec 04 §2.1). */
const unknownKindPause = 10_000;
/** A watch is asked for anew after five to ten minutes, so that one whose server went away unnoticed does not last. */
const shortestWatchSeconds = 300;
const noticeMilliseconds = 30_000;

/** Keeps the objects of a kind by list and watch. Connections may break and versions grow too old: what changed meanwhile is told all the same. */
export function createInformer<Shape extends KubernetesObject>(options: InformerOptions<Shape>): Informer<Shape> {
  const { client, kind, select = {}, clock, random } = options;
  const log = options.log.with({ kind: kind.plural, apiVersion: kind.apiVersion });
  const held = new Map<string, Shape>();
  const listeners: ((change: ObjectChange<Shape>) => void)[] = [];
  const { promise: ready, resolve: becomeReady } = Promise.withResolvers<void>();

  const tellOne = (listener: (change: ObjectChange<Shape>) => void, change: ObjectChange<Shape>): void => {
    try {
      listener(change);
    } catch (error) {
      log.error("informer.listener.failed", { error });
    }
  };
  const tell = (change: ObjectChange<Shape>): void => {
    for (const listener of listeners) tellOne(listener, change);
  };
  const put = (object: Shape): void => {
    const key = keyOf(object.metadata);
    const before = held.get(key);
    held.set(key, object);
    if (before === undefined) tell({ type: "added", object });
    else if (before.metadata.uid !== object.metadata.uid) {
      tell({ type: "deleted", object: before });
      tell({ type: "added", object });
    } else if (before.metadata.resourceVersion !== object.metadata.resourceVersion)
      tell({ type: "updated", object, before });
  };
  const drop = (key: string, last: Shape | undefined): void => {
    held.delete(key);
    if (last !== undefined) tell({ type: "deleted", object: last });
  };

  /** What has gone while nobody watched is told as deleted. */
  const relist = async (signal: AbortSignal): Promise<string> => {
    const { items, resourceVersion } = await listObjects(client.connection, kind, select, signal);
    const present = new Set(items.map(({ metadata }) => keyOf(metadata)));
    for (const [key, last] of [...held]) if (!present.has(key)) drop(key, last);
    for (const item of items) put(trimmed(item));
    becomeReady();
    return resourceVersion;
  };

  /** One watch from a version on; answers the version that it came to. */
  const follow = async (resourceVersion: string, came: (version: string) => void, signal: AbortSignal) => {
    const timeoutSeconds = shortestWatchSeconds + random.integer(shortestWatchSeconds);
    const silent = new AbortController();
    using _ = clock.timer(timeoutSeconds * 1000 + noticeMilliseconds, () => silent.abort());
    const watching = AbortSignal.any([signal, silent.signal]);
    for await (const { type, object } of client.watch(kind, { ...select, resourceVersion, timeoutSeconds }, watching)) {
      if (object.metadata.resourceVersion !== undefined) came(object.metadata.resourceVersion);
      if (type === "DELETED") drop(keyOf(object.metadata), trimmed(object));
      else if (type !== "BOOKMARK") put(trimmed(object));
    }
  };

  const resync = async (signal: AbortSignal): Promise<void> => {
    const { resyncMilliseconds = usualResync } = options;
    while (!signal.aborted) {
      await clock.sleep(resyncMilliseconds * (0.9 + random.integer(201) / 1000), signal);
      for (const object of [...held.values()]) tell({ type: "updated", object, before: object });
    }
  };

  const keep = async (signal: AbortSignal): Promise<void> => {
    let version: string | undefined;
    let pause = firstPause;
    while (!signal.aborted) {
      try {
        version ??= await relist(signal);
        const from = version;
        await follow(
          from,
          (came) => {
            version = came;
            pause = firstPause;
          },
          signal,
        );
      } catch (error) {
        signal.throwIfAborted();
        // Refused, too old for one: only a new list tells what is true. A broken connection goes on where it was.
        if (error instanceof KubernetesError) version = undefined;
        const expired = error instanceof KubernetesError && error.status === 410;
        const unknown = error instanceof KubernetesError && error.status === 404;
        if (expired) continue;
        log.warn("informer.interrupted", { error });
        await clock.sleep(unknown ? unknownKindPause : jittered(pause, random), signal);
        pause = Math.min(longestPause, pause * 2);
      }
    }
  };

  return {
    ready,
    get: (name) => held.get(keyOf(name)),
    list: () => [...held.values()],
    listen: (listener) => {
      listeners.push(listener);
      for (const object of held.values()) tellOne(listener, { type: "added", object });
    },
    run: async (signal) => {
      try {
        await Promise.all([keep(signal), resync(signal)]);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}

const keyOf = ({ namespace = "", name }: ObjectName): string => `${namespace}/${name}`;

const jittered = (milliseconds: number, random: Random): number => milliseconds * (1 + random.integer(1000) / 1000);

/** Who wrote which member is half of many an object, and nobody here asks. */
function trimmed<Shape extends KubernetesObject>(object: Shape): Shape {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
