/**
 * Which members may change after creation, as data: one per api-version. Entries are patterns (`a.b[].c`, see patternOf) and hold for
 * everything below them. The marks at single members that older versions had (mutable, read-only) and the lists of the newest one are
 * the same thing here (spec 01 §1.5).
 */
export interface ChangePolicy {
  /** May differ from what is stored. Everything else that can be set at all is fixed at creation. */
  mutable: readonly string[];
  /** The service's own: ignored in a PUT (ARM-PUT-05), refused in a PATCH that gives them another value. Read-only members of the swagger not named here are ignored in both. */
  readOnly: readonly string[];
  /** Filled in by the service, though the version does not call them read-only: what a create says of them is ignored, and afterwards they are fixed, but need not be repeated (ARM-PUT-05, ARM-PUT-06). */
  filledIn: readonly string[];
  /** Fixed, and left out of a PUT they stay as they are: the service may have chosen them (ARM-PUT-05). */
  kept: readonly string[];
  /** Compared ignoring case: names and ids of Azure resources (ARM-ENV-03). */
  foldCase: readonly string[];
  /** Optional objects whose presence means something even when they are empty. */
  presence: readonly string[];
  /** Said to the service, not of the resource: neither stored nor shown. */
  instructions: readonly string[];
}
