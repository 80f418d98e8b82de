import type { Wall, WallRequest, WallResponse } from "../wall/wall.ts";

/** What readers would have seen before the last write: what a stale read answers with. */
export interface Snapshots {
  /** The addresses whose readers a write touches: what it writes to, and the collection that lists it. */
  readersOf(write: WallRequest): URL[];
  /** Reads `url` as the writer would, and keeps the answer. */
  keep(write: WallRequest, url: URL): Promise<void>;
  /** The kept answer for a read; undefined when nothing was written since. */
  read(request: WallRequest): WallResponse | undefined;
}

/** Kept in memory, the newest of each address; a restart of the emulator makes every read fresh. */
export function createSnapshots(wall: Wall): Snapshots {
  const kept = new Map<string, WallResponse>();
  const key = (url: URL) => url.pathname.replace(/\/+$/, "").toLowerCase();
  return {
    readersOf: ({ url }) => {
      const item = new URL(url);
      const collection = new URL(url);
      collection.pathname = url.pathname.replace(/\/+$/, "").replace(/\/[^/]+$/, "");
      return [item, collection];
    },
    keep: async (write, url) => {
      const {
        "content-type": _,
        "content-length": __,
        "if-match": ___,
        "if-none-match": ____,
        ...headers
      } = write.headers;
      const answer = await wall({ ...write, method: "GET", url, headers, body: new Uint8Array(0) });
      if (answer.status < 500) kept.set(key(url), answer);
    },
    read: ({ method, url }) => (method === "GET" ? kept.get(key(url)) : undefined),
  };
}
