import type { Clock } from "@aro/runtime";

/** Something did not answer in the time it has. */
export class DeadlinePassed extends Error {
  constructor(what: string, milliseconds: number) {
    super(`${what} did not answer within ${milliseconds} ms`);
    this.name = "DeadlinePassed";
  }
}

/** `promise`, or a rejection with {@link DeadlinePassed} once `milliseconds` have passed; what it would have come to is then ignored. */
export function within<Result>(
  clock: Clock,
  milliseconds: number,
  what: string,
  promise: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = clock.timer(milliseconds, () => reject(new DeadlinePassed(what, milliseconds)));
    promise.then(
      (result) => {
        timer[Symbol.dispose]();
        resolve(result);
      },
      (error) => {
        timer[Symbol.dispose]();
        reject(error);
      },
    );
  });
}
