import type { TypeRow } from "../../resources/contract.ts";
import { assignments } from "./assignments.ts";
import { definitions, sets } from "./definitions.ts";

export { violations } from "./enforce.ts";
export { modified } from "./modify.ts";

/** Policies: definitions, sets of them, and where they are assigned. */
export const policyTypes = (): readonly TypeRow[] => [definitions, sets, assignments];
