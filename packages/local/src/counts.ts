import { remembered } from "./wall/remembered.ts";
import { readResourcePath } from "./wall/resource-path.ts";
import type { Wall } from "./wall/wall.ts";

/** How many calls came in since the start, by what they were for and how they ended. */
export interface Counts {
  around(wall: Wall): Wall;
  /** `{ "GET Microsoft.Network/virtualNetworks 200": 3 }`, sorted. */
  read(): Record<string, number>;
}

/** Paths are the callers' own: rows beyond these are counted as one. */
const rowsAtMost = 5_000;
const others = "others";

/** `nameOf` names the host of calls whose paths belong to customers, so that they do not become as many rows. */
export function createCounts(nameOf: (host: string) => string | undefined = () => undefined): Counts {
  // Types compare ignoring case; they are shown as the first caller wrote them.
  const counts = new Map<string, { shown: string; calls: number }>();
  const rowOf = (shown: string) => {
    const isFull = counts.size >= rowsAtMost && !counts.has(shown.toLowerCase());
    const key = isFull ? others : shown.toLowerCase();
    const row = counts.get(key) ?? { shown: isFull ? others : shown, calls: 0 };
    counts.set(key, row);
    return row;
  };
  /** The same rows by what callers wrote: method, what it was for, how it ended. */
  const written = remembered((method) =>
    remembered((what) => remembered((ended) => rowOf(`${method} ${what} ${ended}`))),
  );
  const whatAt = remembered((method) =>
    remembered((pathname) => readResourcePath(pathname, method).type ?? withoutIds(pathname)),
  );
  return {
    around: (wall) => async (request) => {
      const { pathname, hostname } = request.url;
      const what = nameOf(hostname) ?? whatAt(request.method)(pathname);
      try {
        const answer = await wall(request);
        written(request.method)(what)(String(answer.status)).calls++;
        return answer;
      } catch (error) {
        written(request.method)(what)("dropped").calls++;
        throw error;
      }
    },
    read: () => {
      const rows = [...counts].sort(([a], [b]) => a.localeCompare(b));
      return Object.fromEntries(rows.map(([, { shown, calls }]) => [shown, calls]));
    },
  };
}

/** The first segments of a path that is no resource's, ids left out, so that there are few of them. */
const withoutIds = (pathname: string): string =>
  pathname
    .split("/")
    .slice(0, 4)
    .join("/")
    .toLowerCase()
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "{id}");
