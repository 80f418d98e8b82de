import type { Clock } from "@aro/runtime";
import type { Output } from "../world.ts";
import type { Display } from "./display.ts";
import { elapsedText } from "./elapsed.ts";
import { finishedText, runningText, wholeText } from "./text.ts";
import { viewOf } from "./view.ts";

/** How long nothing may be printed while a step runs, so that a build log shows it is alive. */
const quietMilliseconds = 60_000;

/** A line per finished step, without timestamps or redrawing: for logs and pipes. */
export function linesDisplay(output: Output, clock: Clock): Display {
  let printed = 0;
  let away = false;
  let lastLine = clock.monotonic();
  const line = (text: string) => {
    output.write(`${text}\n`);
    lastLine = clock.monotonic();
  };
  return {
    show: (event) => {
      switch (event.kind) {
        case "status": {
          const view = viewOf(event.status, event.serverTime);
          for (const step of view.finished.slice(printed)) {
            const isLast = ++printed === view.finished.length;
            // Of the others it is not known how far the whole was then.
            line(`${finishedText(step, printed, view.total)}${isLast ? `  ${wholeText(view, 0)}` : ""}`);
          }
          if (view.current !== undefined && clock.monotonic() - lastLine >= quietMilliseconds)
            line(`${runningText(view, 0)}, still running`);
          return;
        }
        case "trouble":
          if (!away) line(troubleText(event.problem, event.leftMilliseconds));
          away = true;
          return;
        case "recovered":
          away = false;
          return line(recoveredText(event.afterMilliseconds));
      }
    },
    [Symbol.dispose]() {},
  };
}

/** What a person reads while the service cannot be asked. */
export const troubleText = (problem: string, leftMilliseconds: number): string =>
  `the service does not answer (${problem}); the operation goes on, trying again for up to ${elapsedText(leftMilliseconds)}`;

export const recoveredText = (afterMilliseconds: number): string =>
  `the service answers again after ${elapsedText(afterMilliseconds)}`;
