import type { Doc } from "../documents/document.ts";
import type { Detail } from "../documents/refusal.ts";
import { checkedBody } from "./checked-body.ts";
import { createMembers, type Models } from "./models.ts";
import { keep, prune } from "./version-members.ts";
import type { Lacking } from "./versions.ts";

/** Checks bodies against models. Findings are worded as Azure's own parser words them. */
export interface Checker {
  /**
   * `value` with the members' own casing, without read-only members and nulls; or what is wrong with it.
   * `required` is false for a PATCH, which may leave out anything (ARM-PAT-05).
   */
  check(
    model: string,
    value: Doc,
    required: boolean,
    lacking?: Lacking,
  ): { ok: true; value: Doc } | { ok: false; findings: Detail[] };
  /** `value` without the members that a version lacks, as that version answers it. */
  prune(model: string, value: Doc, lacking: Lacking): Doc;
  /**
   * Gives `value`, which a PUT brings, what `before` has and the PUT could not say: read-only members, and those that
   * its version lacks (ARM-PUT-07). Changes `value`.
   */
  keep(model: string, value: Doc, before: Doc, lacking: Lacking | undefined): void;
}

/** A checker over some SDK's models. */
export function createChecker(models: Models): Checker {
  const members = createMembers(models);
  return {
    check: (model, body, required, lacking) => {
      const { value, findings } = checkedBody({ values: models.values, members, required, lacking }, model, body);
      return findings.length === 0 ? { ok: true, value } : { ok: false, findings };
    },
    prune: (model, value, lacking) => prune(members, model, value, lacking),
    keep: (model, value, before, lacking) => keep(members, model, value, before, lacking),
  };
}
