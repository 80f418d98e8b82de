/** Parts on their way from who sends them to who reads them, with a bound beyond which the sender is to wait. */
export interface Flow<Part> extends AsyncIterable<Part> {
  /** Adds a part; false when it is full: the sender goes on after {@link Flow.room}. Nothing is kept any more after the end. */
  push(part: Part): boolean;
  /** Resolves when there is room, or nobody reads any more. */
  room(): Promise<void>;
  /** No more parts; what is there can still be read. */
  end(): void;
  /** Nobody reads any more: everything is let go. */
  cancel(): void;
}

/** `weigh` says how much of `limit` a part takes. One reader only. */
export function createFlow<Part>(limit: number, weigh: (part: Part) => number): Flow<Part> {
  const parts: Part[] = [];
  let held = 0;
  let ended = false;
  let cancelled = false;
  let waitingReader: (() => void) | undefined;
  let waitingSenders: (() => void)[] = [];
  const wakeReader = () => {
    waitingReader?.();
    waitingReader = undefined;
  };
  const wakeSenders = () => {
    const woken = waitingSenders;
    waitingSenders = [];
    for (const wake of woken) wake();
  };
  const flow: Flow<Part> = {
    push: (part) => {
      if (ended || cancelled) return true;
      parts.push(part);
      held += weigh(part);
      wakeReader();
      return held < limit;
    },
    room: () =>
      held < limit || cancelled ? Promise.resolve() : new Promise<void>((done) => void waitingSenders.push(done)),
    end: () => {
      ended = true;
      wakeReader();
    },
    cancel: () => {
      cancelled = true;
      parts.length = 0;
      held = 0;
      wakeReader();
      wakeSenders();
    },
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          const part = parts.shift();
          if (part !== undefined) {
            held -= weigh(part);
            if (held < limit) wakeSenders();
            yield part;
          } else if (ended || cancelled) return;
          else
            await new Promise<void>((done) => {
              waitingReader = done;
            });
        }
      } finally {
        flow.cancel();
      }
    },
  };
  return flow;
}

/** A flow of bytes. */
export const byteFlow = (limit: number): Flow<Uint8Array> => createFlow(limit, (part) => part.length);
