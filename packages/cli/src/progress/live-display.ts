import { hasEnded } from "@aro/client";
import type { Clock } from "@aro/runtime";
import type { Output } from "../world.ts";
import type { Display } from "./display.ts";
import { recoveredText, troubleText } from "./lines-display.ts";
import { finishedText, runningText } from "./text.ts";
import { type ProgressView, viewOf } from "./view.ts";

/** What is drawn beside the words. */
interface Signs {
  spinner: string;
  done: string;
  failed: string;
  more: string;
}
const usualSigns: Signs = { spinner: "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏", done: "✔", failed: "✖", more: "…" };
const asciiSigns: Signs = { spinner: "|/-\\", done: "+", failed: "x", more: "..." };

const frameMilliseconds = 100;
/** Back to the start of the line, and clear it. */
const clearLine = "\r\u001b[2K";

/** For a terminal: finished steps stay above, the running one is the last line, redrawn ten times a second. */
export function liveDisplay(output: Output, clock: Clock): Display {
  const signs = output.ascii === true ? asciiSigns : usualSigns;
  let printed = 0;
  let frame = 0;
  let view: ProgressView | undefined;
  let lookedAt = clock.monotonic();
  let note: string | undefined;
  let timer: Disposable | undefined;
  /** Nothing runs any more, or nobody shows it: nothing is drawn below the finished steps. */
  let ended = false;

  const above = (text: string) => output.write(`${clearLine}${text}\n`);
  const draw = () => {
    const text =
      note ?? (view === undefined ? "waiting for the first step" : runningText(view, clock.monotonic() - lookedAt));
    const sign = signs.spinner[frame++ % signs.spinner.length] ?? "";
    output.write(clearLine + fitted(`${sign} ${text}`, output.columns - 1, signs.more));
    timer = clock.timer(frameMilliseconds, draw);
  };
  const redraw = () => {
    timer?.[Symbol.dispose]();
    if (!ended) draw();
  };
  draw();

  return {
    show: (event) => {
      switch (event.kind) {
        case "status":
          view = viewOf(event.status, event.serverTime);
          ended = hasEnded(event.status);
          lookedAt = clock.monotonic();
          note = undefined;
          for (const step of view.finished.slice(printed))
            above(`${step.failed ? signs.failed : signs.done} ${finishedText(step, ++printed, view.total)}`);
          break;
        case "trouble":
          note = troubleText(event.problem, event.leftMilliseconds);
          break;
        case "recovered":
          above(`  ${recoveredText(event.afterMilliseconds)}`);
          break;
      }
      redraw();
    },
    [Symbol.dispose]() {
      ended = true;
      timer?.[Symbol.dispose]();
      output.write(clearLine);
    },
  };
}

/** The text cut to `width` columns, so that the line can be cleared as one. */
const fitted = (text: string, width: number, more: string): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - more.length))}${more}`;
