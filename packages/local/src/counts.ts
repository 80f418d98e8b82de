import { readResourcePath } from "./resource-path.ts";
import type { Wall } from "./wall.ts";

/** How many calls came in since the start, by what they were for and how they ended. */
export interface Counts {
  around(wall: Wall): Wall;
  /** `{ "GET Microsoft.Network/virtualNetworks 200": 3 }`, sorted. */
  read(): Record<string, number>;
}

export function createCounts(): Counts {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  return {
    around: (wall) => async (request) => {
      const { pathname } = request.url;
      const what = readResourcePath(pathname, request.method).type ?? withoutIds(pathname);
      try {
        const answer = await wall(request);
        count(`${request.method} ${what} ${answer.status}`);
        return answer;
      } catch (error) {
        count(`${request.method} ${what} dropped`);
        throw error;
      }
    },
    read: () => Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b))),
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
