import type { User } from "../access/access.ts";
import type { Kind } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";

/** A write on its way into the store, after defaults and before validation. */
export interface Admitted {
  operation: "CREATE" | "UPDATE" | "DELETE";
  kind: Kind;
  subresource?: string;
  object: KubeObject;
  before?: KubeObject;
  user: User;
  warn(text: string): void;
}

/** Completes `object` in place, or refuses with an ApiStatus. */
export type Admission = (write: Admitted) => void;
