/** Calls `call` at the end of this turn of the event loop, after those that were handed over before it. */
export type AtEndOfTurn = (call: () => void) => void;

/**
 * What becomes ready in one turn of the event loop is done together at its end, each step for all of them: one by one, every request would find
 * its code driven out of the processor's caches by all that lies between two requests. For a PUT that is a quarter of the event loop's time
 * (`bench/frontend.ts`). At most `most` together, the others in the next turn.
 */
export function createEndOfTurn(most = Number.POSITIVE_INFINITY): AtEndOfTurn {
  const ready: (() => void)[] = [];
  const callAll = () => {
    const calls = ready.splice(0, most);
    if (ready.length > 0) setImmediate(callAll);
    for (const call of calls) call();
  };
  return (call) => {
    if (ready.length === 0) setImmediate(callAll);
    ready.push(call);
  };
}
