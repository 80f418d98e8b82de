import type { Identity } from "@aro/pki";
import type { Client } from "./client.ts";

/** What a fact is tried in: an administrator's client, and a namespace of its own. */
export interface World {
  admin: Client;
  namespace: string;
  /** `/api/v1/namespaces/NAMESPACE`. */
  core: string;
  /** `/apis/GROUP/VERSION/namespaces/NAMESPACE`. */
  group(groupVersion: string): string;
  /** A client of somebody else. */
  as(who: {
    user?: { name: string; groups?: readonly string[] };
    token?: string;
    identity?: Identity;
  }): Promise<Client>;
  /** A name that nobody else has: for what lies in no namespace. */
  unique(prefix: string): string;
  /** Asks again until it does not throw any more, for thirty seconds or as many as are given. */
  eventually<Value>(look: () => Promise<Value>, seconds?: number): Promise<Value>;
  /** Called when the fact has been tried, last first: removes what it made outside of its namespace. */
  afterwards(clean: () => Promise<unknown>): void;
}

/** One thing that clients may rely on, true of every engine. */
export interface Fact {
  title: string;
  /** @throws when it is not so. */
  holds(world: World): Promise<void>;
}

export const fact = (title: string, holds: Fact["holds"]): Fact => ({ title, holds });
