import type { Clock, Random } from "@aro/runtime";
import type { Admission } from "../admission/admission.ts";
import type { Kinds } from "../kinds/kind.ts";
import type { Patches } from "../patches/patches.ts";
import type { Schemas } from "../schemas/schemas.ts";
import type { Store } from "../store/store.ts";

/** What all of the registry works with. */
export interface Desk {
  store: Store;
  kinds: Kinds;
  schemas: Schemas;
  patches: Patches;
  /** Asked in this order. */
  admission: readonly Admission[];
  /** Asked when everything else is settled: they say yes or no, and change nothing. */
  validating?: readonly Admission[];
  clock: Clock;
  random: Random;
}

/** Now as objects write it: RFC 3339 in whole seconds. */
export const timestamp = ({ clock }: Pick<Desk, "clock">): string =>
  new Date(clock.now()).toISOString().replace(/\.\d{3}Z$/, "Z");
