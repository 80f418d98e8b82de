import type { Clock } from "@aro/runtime";
import type { KubeObject } from "../../objects/object.ts";

/** What a webhook said of a write. */
export type ReviewAnswer =
  | { outcome: "allowed"; patch?: readonly object[]; warnings: readonly string[] }
  | { outcome: "denied"; status: DeniedStatus; warnings: readonly string[] }
  /** It was not to be reached, or what it said could not be read. */
  | { outcome: "failed"; why: string };

/** The `status` of a denial as the webhook wrote it. */
export interface DeniedStatus {
  code?: number;
  reason?: string;
  message?: string;
  details?: object;
}

/** A question to a webhook that has to be answered before a write can go on. */
export interface Question {
  /** The same for the same question. */
  key: string;
  ask(): Promise<ReviewAnswer>;
}

/** What webhooks have said already in the course of a request. */
export interface ReviewBook {
  get(key: string): ReviewAnswer | undefined;
  set(key: string, answer: ReviewAnswer): void;
}

/**
 * Thrown out of a write that webhooks have to be asked about, since the registry waits for nobody: whoever called it asks, notes the answers in
 * the book and writes again. What is stored may have changed meanwhile; then the questions are others, and are asked anew.
 */
export class ReviewNeeded extends Error {
  readonly questions: readonly Question[];
  readonly book: ReviewBook;
  constructor(questions: readonly Question[], book: ReviewBook) {
    super("webhooks have to be asked");
    this.name = "ReviewNeeded";
    this.questions = questions;
    this.book = book;
  }
  /** Asks them all at once, and notes what they say. */
  async answer(): Promise<void> {
    await Promise.all(this.questions.map(async ({ key, ask }) => this.book.set(key, await ask())));
  }
}

const mostTurns = 100;

/** Runs what writes, as often as webhooks have to be asked first. @throws what `run` throws besides. */
export async function withReviews<Result>(run: () => Promise<Result> | Result): Promise<Result> {
  for (let turn = 0; ; turn++)
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof ReviewNeeded) || turn >= mostTurns) throw error;
      await error.answer();
    }
}

const standMilliseconds = 2_000;

/** A book for writers that have none of their own, the controllers: what it holds stands for as long as a second try takes. */
export function sharedBook(clock: Clock): ReviewBook {
  const held = new Map<string, { answer: ReviewAnswer; until: number }>();
  return {
    get: (key) => {
      const one = held.get(key);
      return one === undefined || one.until < clock.monotonic() ? undefined : one.answer;
    },
    set: (key, answer) => {
      const now = clock.monotonic();
      for (const [old, { until }] of held) if (until < now) held.delete(old);
      held.set(key, { answer, until: now + standMilliseconds });
    },
  };
}

/** An object as far as it is the same when the same write is tried again: without what chance and the clock put into it. */
export function lasting(object: KubeObject | undefined): unknown {
  if (object === undefined) return null;
  const { uid: _, creationTimestamp: __, managedFields: ___, name, ...metadata } = object.metadata;
  const text = JSON.stringify({
    ...object,
    metadata: metadata.generateName === undefined ? { ...metadata, name } : metadata,
  });
  return text.replaceAll(/kube-api-access-\w{5}/g, "kube-api-access");
}
