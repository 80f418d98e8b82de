import type { Engine } from "./engine.ts";
import type { Operation } from "./operations.ts";
import { settle } from "./settle.ts";

/** Moves one driven operation on as far as it goes: "again" when there may be more to do at once. */
export type Advance = (operation: Operation) => Promise<"again" | "waits">;

/** Keeps everything moving that outlasts a call: timed ends by the clock, driven work whenever something ended. */
export interface Driver extends AsyncDisposable {
  /** Something was written: looks at once for what is due, sets the timer, and drives. */
  wake(): void;
}

const drivenAgainMilliseconds = 1_000;

/** A driver over `engine`; `advance` knows each kind of driven work. */
export function createDriver(engine: Engine, advance: Readonly<Record<string, Advance>>): Driver {
  let timer: Disposable | undefined;
  let disposed = false;
  let driving: Promise<void> | undefined;
  let wanted = false;

  const drive = async (): Promise<void> => {
    while (wanted && !disposed) {
      wanted = false;
      for (const operation of engine.operations.driven()) {
        const step = advance[operation.kind];
        if (step === undefined || disposed) continue;
        try {
          if ((await step(operation)) === "again") wanted = true;
        } catch (error) {
          engine.log.error("local.operation.failed", { operation: operation.id, kind: operation.kind, error });
        }
        if (settle(engine) > 0) wanted = true;
      }
    }
  };

  const arm = (): void => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    if (disposed) return;
    const due = engine.operations.nextDue();
    const driven = engine.operations.driven().length > 0;
    if (due === undefined && !driven) return;
    const now = engine.clock.now();
    const wait = Math.min(
      due === undefined ? drivenAgainMilliseconds : due - now,
      driven ? drivenAgainMilliseconds : Infinity,
    );
    timer = engine.clock.timer(Math.max(0, wait), wake);
  };

  function wake(): void {
    if (disposed) return;
    settle(engine);
    wanted = true;
    if (driving === undefined && engine.operations.driven().length > 0)
      driving = drive().finally(() => {
        driving = undefined;
        arm();
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
