/** What came of one thing that a client did. */
export interface Line {
  what: string;
  outcome: "passed" | "failed" | "skipped";
  /** Why it failed or was skipped. */
  why?: string;
  seconds: number;
}

/** How much is done: all, or what of it is part of `npm test`. */
export type Extent = "all" | "sample";
