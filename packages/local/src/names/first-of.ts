import type { Destination, Names } from "./names.ts";

/** Several sources of names as one: the first that knows a name answers. */
export const firstOf = (sources: readonly Names[]): Names => ({
  find: (host, port): Destination | undefined => {
    for (const source of sources) {
      const found = source.find(host, port);
      if (found !== undefined) return found;
    }
    return undefined;
  },
});
