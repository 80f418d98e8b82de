import type { ClusterContext } from "./context.ts";

/** Keys that are looked at side by side, each by one look at a time. */
export interface Keyed {
  add(key: string): void;
  addAfter(key: string, milliseconds: number): void;
  /** Works until the signal is aborted; looks under way have ended when this resolves. */
  run(signal: AbortSignal): Promise<void>;
}

const pauses = { first: 100, longest: 15_000 } as const;

/**
 * `look` brings one key into order, as long as it takes. It answers after how many milliseconds it wants to look again; when it throws, it
 * is asked again after a growing pause.
 */
export function createKeyed(
  { clock, log }: Pick<ClusterContext, "clock" | "log">,
  name: string,
  look: (key: string, signal: AbortSignal) => Promise<number | undefined>,
): Keyed {
  const busy = new Map<string, Promise<void>>();
  const again = new Set<string>();
  const timers = new Map<string, Disposable>();
  const failures = new Map<string, number>();
  let working: AbortSignal | undefined;
  const waiting = new Set<string>();

  const work = async (key: string, signal: AbortSignal): Promise<void> => {
    try {
      const wanted = await look(key, signal);
      failures.delete(key);
      if (wanted !== undefined) addAfter(key, wanted);
    } catch (error) {
      if (signal.aborted) return;
      const count = (failures.get(key) ?? 0) + 1;
      failures.set(key, count);
      log.debug("openshift.retries", { controller: name, key, count, error });
      addAfter(key, Math.min(pauses.longest, pauses.first * 2 ** count));
    }
  };
  const add = (key: string): void => {
    if (working === undefined) {
      waiting.add(key);
      return;
    }
    if (working.aborted) return;
    if (busy.has(key)) {
      again.add(key);
      return;
    }
    timers.get(key)?.[Symbol.dispose]();
    timers.delete(key);
    const signal = working;
    // What a look writes may add its own key at once, so that it counts as busy before it begins.
    const ended = Promise.resolve()
      .then(() => work(key, signal))
      .finally(() => {
        busy.delete(key);
        if (again.delete(key)) add(key);
      });
    busy.set(key, ended);
  };
  const addAfter = (key: string, milliseconds: number): void => {
    timers.get(key)?.[Symbol.dispose]();
    timers.set(
      key,
      clock.timer(milliseconds, () => {
        timers.delete(key);
        add(key);
      }),
    );
  };
  return {
    add,
    addAfter,
    run: async (signal) => {
      working = signal;
      for (const key of waiting) add(key);
      waiting.clear();
      if (!signal.aborted)
        await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
      for (const timer of timers.values()) timer[Symbol.dispose]();
      await Promise.all(busy.values());
    },
  };
}
