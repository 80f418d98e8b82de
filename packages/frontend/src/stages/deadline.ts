import { DeadlinePassed, within } from "../within.ts";
import type { Stage } from "./stage.ts";

/** Answers 503 when the rest has not answered in 50 s: after 60 s ARM answers in our place and never sees ours (ARM-HDR-08). */
export const deadline: Stage = async (exchange, rest, { clock, durations }) => {
  try {
    return await within(clock, durations.requestDeadline, "the request", rest());
  } catch (error) {
    if (error instanceof DeadlinePassed) exchange.end(error);
    throw error;
  }
};
