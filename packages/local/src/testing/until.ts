import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";

/** Waits until `holds`, five seconds at most. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let round = 0; round < 500; round++) {
    if (await holds()) return;
    await systemClock.sleep(10);
  }
  assert.fail("it did not come to hold within five seconds");
}
