import type { Socket } from "node:net";
import type { Clock } from "@aro/runtime";

/** Once one side has said all it has to say, the other gets this long between two words. */
const halfOpenMs = 120_000;

/**
 * Joins two sockets until both have ended. Each may end before the other (half-open); an end that is no end but a reset is passed on as
 * one, so that a client sees a cut connection as it would without a proxy between.
 */
export function join(near: Socket, far: Socket, clock: Clock): void {
  let last: Disposable | undefined;
  const over = () => {
    last?.[Symbol.dispose]();
    last = undefined;
  };
  const wait = () => {
    over();
    last = clock.timer(halfOpenMs, () => {
      near.destroy();
      far.destroy();
    });
  };
  for (const [one, other] of [
    [near, far],
    [far, near],
  ] as const) {
    one.setNoDelay(true);
    one.setKeepAlive(true, 60_000);
    one.pipe(other);
    one.on("data", () => {
      if (last !== undefined) wait();
    });
    one.on("end", wait);
    one.on("error", () => other.resetAndDestroy());
    one.on("close", () => {
      other.destroySoon();
      if (near.destroyed && far.destroyed) over();
    });
  }
}
