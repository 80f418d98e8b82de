import type { OperationEvent } from "@aro/client";

/** Where the events of a followed operation are shown. */
export interface Display {
  show(event: OperationEvent): void;
  /** Leaves what was shown standing and draws no more. */
  [Symbol.dispose](): void;
}
