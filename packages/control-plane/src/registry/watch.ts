import { apiVersionOf, type Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import { findings } from "../schemas/findings.ts";
import { Compacted, type StoredEvent } from "../store/store.ts";
import type { Desk } from "./desk.ts";
import { expired } from "./failures.ts";
import { shelfOf } from "./keys.ts";
import { invalidOptions, readVersion, selection } from "./list.ts";
import type { WatchEvent, WatchOptions } from "./registry.ts";
import { fromObject, shown } from "./shown.ts";

const bookmarkMilliseconds = 60_000;
/** A watcher that lets this many events lie is cut off; it lists anew. */
const longestQueue = 10_000;

/**
 * Events of a kind from a version on; what is there first when no version is named. @throws ApiStatus at once for what cannot be asked.
 */
export function watch(
  desk: Desk,
  kind: Kind,
  namespace: string | undefined,
  options: WatchOptions,
  signal: AbortSignal,
): AsyncIterable<WatchEvent> {
  checkWatch(kind, options);
  return events(desk, kind, namespace, options, signal);
}

function checkWatch(kind: Kind, { sendInitialEvents, resourceVersionMatch, ...options }: WatchOptions): void {
  selection(kind, options);
  readVersion(options.resourceVersion, "Unknown");
  if (sendInitialEvents === undefined) {
    if (resourceVersionMatch !== undefined)
      throw invalidOptions(
        findings.forbidden(
          "resourceVersionMatch",
          "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided",
        ),
      );
    return;
  }
  if (resourceVersionMatch !== "NotOlderThan")
    throw invalidOptions(
      findings.forbidden(
        "resourceVersionMatch",
        "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan",
      ),
    );
}

async function* events(
  desk: Desk,
  kind: Kind,
  namespace: string | undefined,
  options: WatchOptions,
  signal: AbortSignal,
): AsyncIterable<WatchEvent> {
  const { store, clock } = desk;
  const shelf = shelfOf(kind);
  const prefix = namespace === undefined ? "" : `${namespace}/`;
  const wanted = selection(kind, options);
  const asked =
    readVersion(options.resourceVersion) ?? (options.sendInitialEvents === false ? store.version : undefined);
  const inside = ({ key }: { key: string }) => key.startsWith(prefix);

  const queue: WatchEvent[] = [];
  let told = asked ?? 0;
  let wake = () => {};
  const push = (event: WatchEvent) => {
    queue.push(event);
    wake();
  };
  const take = (event: StoredEvent) => {
    told = event.version;
    if (!inside(event)) return;
    const made = asSelected(kind, event, wanted);
    if (made !== undefined) push(made);
    if (queue.length > longestQueue) push({ type: "ERROR", status: expired("too many events waited for the watcher") });
  };

  // From here to the subscription is one turn: nothing is missed and nothing told twice.
  const initial = options.sendInitialEvents ?? (asked === undefined || asked === 0);
  if (initial) {
    told = store.version;
    for (const entry of store.list(shelf, { prefix })) {
      const one = shown(kind, entry.text);
      if (wanted === undefined || wanted(one)) queue.push({ type: "ADDED", shown: one });
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) queue.push(bookmark(kind, told, true));
  } else {
    try {
      for (const event of store.since(shelf, asked ?? 0)) take(event);
    } catch (error) {
      if (!(error instanceof Compacted)) throw error;
      yield { type: "ERROR", status: expired(`too old resource version: ${asked}`) };
      return;
    }
    told = Math.max(told, store.version);
  }
  const unsubscribe = store.subscribe(shelf, take);
  const ends = options.timeoutSeconds === undefined ? undefined : clock.now() + options.timeoutSeconds * 1000;
  try {
    for (;;) {
      // Nobody is told of what could be forgotten yet.
      await store.settled();
      for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
        store.settle();
        yield event;
        if (event.type === "ERROR" || signal.aborted) return;
      }
      const left = ends === undefined ? bookmarkMilliseconds : Math.min(bookmarkMilliseconds, ends - clock.now());
      if (left <= 0 || signal.aborted) return;
      const quiet = await silence(desk, left, signal, (woken) => {
        wake = woken;
      });
      if (signal.aborted) return;
      if (quiet && options.allowWatchBookmarks) queue.push(bookmark(kind, Math.max(told, store.version), false));
    }
  } finally {
    unsubscribe();
  }
}

/** Waits for the first event; true when none came in the time. */
async function silence(
  { clock }: Desk,
  milliseconds: number,
  signal: AbortSignal,
  listen: (woken: () => void) => void,
): Promise<boolean> {
  const timer = new AbortController();
  let woken = false;
  const event = new Promise<void>((done) =>
    listen(() => {
      woken = true;
      done();
    }),
  );
  const stop = () => timer.abort();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([event, clock.sleep(milliseconds, timer.signal).catch(() => {})]);
  } finally {
    signal.removeEventListener("abort", stop);
    timer.abort();
    listen(() => {});
  }
  return !woken;
}

/** A change as somebody sees it who watches a selection: what leaves it is DELETED for him. */
function asSelected(
  kind: Kind,
  { type, text, before }: StoredEvent,
  wanted: ReturnType<typeof selection>,
): WatchEvent | undefined {
  const now = shown(kind, text);
  if (wanted === undefined) return { type, shown: now };
  const was = before !== undefined && wanted(shown(kind, before));
  if (type === "DELETED") return was ? { type, shown: now } : undefined;
  const is = wanted(now);
  if (is) return { type: was ? "MODIFIED" : "ADDED", shown: now };
  return was ? { type: "DELETED", shown: now } : undefined;
}

function bookmark(kind: Kind, version: number, initial: boolean): WatchEvent {
  const object = {
    kind: kind.kind,
    apiVersion: apiVersionOf(kind),
    metadata: {
      resourceVersion: String(version),
      creationTimestamp: null,
      ...(initial ? { annotations: { "k8s.io/initial-events-end": "true" } } : {}),
    },
  };
  return { type: "BOOKMARK", shown: fromObject(object as unknown as KubeObject) };
}
