import type { SubscriptionDocument } from "@aro/api";
import type { Clock } from "@aro/runtime";
import { optimistically } from "../optimistic.ts";
import type { ChangePage, Container, Stored, WriteOutcome } from "../store.ts";
import type { PageRequest } from "./clusters.ts";
import { requireLowerCase } from "./lower-case.ts";

/** Subscription documents (spec 02 §3.2). */
export interface Subscriptions {
  readonly container: Container;
  read(id: string): Promise<Stored<SubscriptionDocument> | undefined>;
  create(document: SubscriptionDocument): Promise<WriteOutcome<SubscriptionDocument>>;
  /** Replaces exactly the version that was read. */
  replace(document: Stored<SubscriptionDocument>): Promise<WriteOutcome<SubscriptionDocument>>;
  /**
   * Reads, changes and stores, creating the document when there is none; again when somebody else was faster, five times at most.
   * @throws what `change` throws, unretried.
   */
  put(
    id: string,
    change: (stored: Stored<SubscriptionDocument> | undefined) => SubscriptionDocument,
    signal?: AbortSignal,
  ): Promise<WriteOutcome<SubscriptionDocument>>;
  changes(request: PageRequest): Promise<ChangePage<SubscriptionDocument>>;
}

/** Typed access to the subscriptions in `container`. `clock` is for waits between attempts only. */
export function subscriptionsOf(container: Container, deps: { clock: Clock }): Subscriptions {
  const subscriptions: Subscriptions = {
    container,
    read: async (id) => {
      requireLowerCase("id", id);
      return await container.read(id, id);
    },
    create: async (document) => {
      requireLowerCase("id", document.id);
      return await container.create(document.id, document);
    },
    replace: async (document) => {
      requireLowerCase("id", document.id);
      return await container.replace<SubscriptionDocument>(document.id, document, document._etag);
    },
    put: async (id, change, signal) =>
      await optimistically(
        async () => {
          const read = await subscriptions.read(id);
          const changed = { ...change(read), id };
          if (read !== undefined) {
            const replaced = await subscriptions.replace({ ...changed, _etag: read._etag, _ts: read._ts });
            // Removed between the read and the write: another attempt creates it.
            return replaced.outcome === "notFound" ? { outcome: "preconditionFailed" } : replaced;
          }
          const created = await subscriptions.create(changed);
          return created.outcome === "conflict" ? { outcome: "preconditionFailed" } : created;
        },
        { clock: deps.clock, signal },
      ),
    changes: (page) => container.changes(page),
  };
  return subscriptions;
}
