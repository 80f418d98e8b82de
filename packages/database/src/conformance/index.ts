import { describe } from "node:test";
import { batchFacts } from "./batches.ts";
import { concurrencyFacts } from "./concurrency.ts";
import { documentFacts } from "./documents.ts";
import { expiryFacts } from "./expiry.ts";
import { feedFacts } from "./feed.ts";
import { pagingFacts } from "./paging.ts";
import { processFacts } from "./processes.ts";
import { propertyFacts } from "./properties.ts";
import { queryFacts } from "./queries.ts";
import { unchangedFacts } from "./unchanged.ts";
import { uniqueKeyFacts } from "./unique-keys.ts";
import type { BeginWorld } from "./world.ts";

export { OtherProcess, serveStore } from "./other-process.ts";
export type { BeginWorld, StoreWorld } from "./world.ts";

/** The facts that make an engine a `Store`, by subject. */
const subjects = {
  documents: documentFacts,
  unchanged: unchangedFacts,
  batches: batchFacts,
  "unique keys": uniqueKeyFacts,
  expiry: expiryFacts,
  queries: queryFacts,
  paging: pagingFacts,
  feed: feedFacts,
  concurrency: concurrencyFacts,
  processes: processFacts,
  properties: propertyFacts,
} as const;

/** Registers the suite that every engine must pass, with `node:test`; `begin` makes an empty database a test. */
export function storeConformance(name: string, begin: BeginWorld): void {
  // A hint that never comes, or a writer that never ends, is a failure and not a wait for ever.
  describe(name, { timeout: 120_000 }, () => {
    for (const [subject, facts] of Object.entries(subjects)) describe(subject, () => facts(begin));
  });
}
