import { Refusal } from "../documents/refusal.ts";

/** A call's preconditions (ARM-ETG). */
export interface Conditions {
  ifMatch: string | undefined;
  ifNoneMatch: string | undefined;
}

export const noConditions: Conditions = { ifMatch: undefined, ifNoneMatch: undefined };

/** The preconditions that a call's headers state. */
export const conditionsOf = (headers: Readonly<Record<string, string>>): Conditions => ({
  ifMatch: headers["if-match"],
  ifNoneMatch: headers["if-none-match"],
});

const same = (one: string, other: string): boolean => one.replace(/^W\//, "") === other.replace(/^W\//, "");

const failed = (message: string): Refusal => new Refusal(412, "PreconditionFailed", message);

/** Refuses when what is there is not what the caller thinks (ARM-ETG-01): `etag` is undefined when nothing is there. */
export function checkConditions(conditions: Conditions, etag: string | undefined): void {
  const { ifMatch, ifNoneMatch } = conditions;
  if (ifMatch !== undefined && ifMatch !== "") {
    if (etag === undefined)
      throw failed(`Precondition failed: If-Match is '${ifMatch}', but the resource does not exist.`);
    if (ifMatch !== "*" && !ifMatch.split(",").some((one) => same(one.trim(), etag)))
      throw failed(`Precondition failed: If-Match is '${ifMatch}', but the resource's etag is '${etag}'.`);
  }
  if (ifNoneMatch !== undefined && ifNoneMatch !== "" && etag !== undefined) {
    if (ifNoneMatch === "*") throw failed("Precondition failed: If-None-Match is '*', but the resource exists.");
    if (ifNoneMatch.split(",").some((one) => same(one.trim(), etag)))
      throw failed(`Precondition failed: If-None-Match names the resource's etag '${etag}'.`);
  }
}
