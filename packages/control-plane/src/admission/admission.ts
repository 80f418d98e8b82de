import type { User } from "../access/access.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { ReviewBook } from "./webhooks/reviews.ts";

/** A write on its way into the store, after defaults and before validation. */
export interface Admitted {
  operation: "CREATE" | "UPDATE" | "DELETE";
  kind: Kind;
  subresource?: string;
  object: KubeObject;
  before?: KubeObject;
  user: User;
  warn(text: string): void;
  dryRun?: boolean;
  /** What webhooks have said already of this write. */
  reviews?: ReviewBook;
  /** Fills in defaults, and drops what is unknown, after `object` was changed from outside. */
  complete(): void;
}

/** Completes `object` in place, or refuses with an ApiStatus. */
export type Admission = (write: Admitted) => void;
