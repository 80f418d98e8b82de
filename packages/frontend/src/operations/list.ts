import { providerOperations } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";

/** What can be done with this provider: one fixed list, in every api-version (spec 01 §1.7, ARM-PRX-01). */
export const listOperations = (): Answer => jsonAnswer(200, { value: providerOperations });
