import type { Operation } from "../documents/operations.ts";
import type { Engine } from "./contract.ts";
import { settle } from "./settle.ts";

/**
 * Moves one driven operation on as far as it goes: "again" when there may be more to do at once, "waits" when the end of
 * something here will show, "polls" when only time will: a forwarded provider, or something to try again.
 */
export type Advance = (operation: Operation) => Promise<"again" | "waits" | "polls">;

/** Keeps everything moving that outlasts a call: timed ends by the clock, driven work whenever something ended. */
export interface Driver extends AsyncDisposable {
  /** Something was written: looks at once for what is due, sets the timer, and drives. */
  wake(): void;
}

/** How often work is polled that only time moves on. */
const pollMilliseconds = { azure: 1_000, least: 25 } as const;

/** A driver over `engine`; `advance` knows each kind of driven work. */
export function createDriver(engine: Engine, advance: Readonly<Record<string, Advance>>): Driver {
  let timer: Disposable | undefined;
  let disposed = false;
  let driving: Promise<void> | undefined;
  let wanted = false;
  /** Operations that are polled: id → when next. */
  const polled = new Map<string, number>();

  const drive = async (): Promise<void> => {
    while (wanted && !disposed) {
      wanted = false;
      for (const operation of engine.operations.driven()) {
        const step = advance[operation.kind];
        if (disposed) return;
        if (step === undefined || (polled.get(operation.id) ?? 0) > engine.clock.now()) continue;
        polled.delete(operation.id);
        try {
          const next = await step(operation);
          if (next === "again") wanted = true;
          if (next === "polls") polled.set(operation.id, engine.clock.now() + interval());
        } catch (error) {
          engine.log.error("local.operation.failed", { operation: operation.id, kind: operation.kind, error });
          polled.set(operation.id, engine.clock.now() + pollMilliseconds.azure);
        }
        if (!disposed && settle(engine) > 0) wanted = true;
      }
    }
  };

  const interval = (): number =>
    Math.max(pollMilliseconds.least, Math.round(pollMilliseconds.azure / engine.timing.scale));

  const arm = (): void => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (disposed) return;
    const due = engine.operations.nextDue() ?? Number.POSITIVE_INFINITY;
    const next = Math.min(due, ...polled.values());
    if (next === Number.POSITIVE_INFINITY) return;
    timer = engine.clock.timer(Math.max(0, next - engine.clock.now()), wake);
  };

  function wake(): void {
    if (disposed) return;
    settle(engine);
    wanted = true;
    if (driving === undefined && engine.operations.hasDriven())
      driving = drive().finally(() => {
        driving = undefined;
        // Somebody may have woken us after the last look and before this.
        if (wanted) wake();
        else arm();
      });
    arm();
  }

  return {
    wake,
    [Symbol.asyncDispose]: async () => {
      disposed = true;
      timer?.[Symbol.dispose]();
      await driving;
    },
  };
}
