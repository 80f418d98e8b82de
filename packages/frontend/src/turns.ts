/** Makes a call about `key` when those about the same key that came before it have ended, however they ended. */
export type Turns = <Result>(key: string, call: () => Promise<Result>) => Promise<Result>;

/**
 * Turns within this process. They keep nothing right — the store's conditions do, against other processes too — but calls that wait for each other do
 * not fail each other: a burst of writes to one document ends with every one of them answered (ARM-THR-01).
 */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return async (key, call) => {
    const before = last.get(key) ?? Promise.resolve();
    const turn = before.then(call, call);
    last.set(key, turn);
    try {
      return await turn;
    } finally {
      if (last.get(key) === turn) last.delete(key);
    }
  };
}
