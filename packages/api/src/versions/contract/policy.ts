/**
 * Which members may change after creation, as data: one per api-version. Entries are patterns (`a.b[].c`, see patternOf) and hold for
 * everything below them (spec 01 §1.5).
 */
export interface ChangePolicy {
  /** May differ from what is stored. Everything else that can be set at all is fixed at creation. */
  mutable: readonly string[];
  /** The service's own: ignored in a PUT (ARM-PUT-05), refused in a PATCH that gives them another value. Read-only members of the swagger not named here are ignored in both. */
  readOnly: readonly string[];
  /** Compared ignoring case: names and ids of Azure resources (ARM-ENV-03). */
  foldCase: readonly string[];
  /** Optional objects whose presence means something even when they are empty. */
  presence: readonly string[];
}
