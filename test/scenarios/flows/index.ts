import type { Scenario } from "../scenario.ts";
import { badInput } from "./bad-input.ts";
import { callers } from "./callers.ts";
import { cancel } from "./cancel.ts";
import { create } from "./create.ts";
import { deleting } from "./delete.ts";
import { list } from "./list.ts";
import { patch } from "./patch.ts";
import { put } from "./put.ts";
import { repeat } from "./repeat.ts";
import { resume } from "./resume.ts";
import { subscription } from "./subscription.ts";
import { validation } from "./validation.ts";
import { versions } from "./versions.ts";

/** Every scenario, the longest first. */
export const scenarios: readonly Scenario[] = [
  ...list,
  ...subscription,
  ...patch,
  ...put,
  ...versions,
  ...validation,
  ...resume,
  ...cancel,
  ...deleting,
  ...create,
  ...repeat,
  ...callers,
  ...badInput,
];
