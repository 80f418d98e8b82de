import { type DestinationStream, pino } from "pino";

/** What waits to be written while it cannot be; more is dropped. */
const mostWaiting = 8 * 1_048_576;
/** Text that is handed on at once, though the turn of the event loop has not ended. */
const muchText = 65_536;

/**
 * Standard error, written in the background. A log that cannot be written — its disk is full — costs lines and nothing else: left to itself the
 * stream ends the process by an uncaught error, and then keeps it from ending by trying to write what is left for ever.
 */
export function standardError(file = 2): DestinationStream {
  // With a least length of 0 the stream takes `flush` for done.
  // Bytes and not text: of text the stream copies all that waits with every line.
  const stream = pino.destination({
    dest: file,
    sync: false,
    minLength: 1,
    maxLength: mostWaiting,
    contentMode: "buffer",
  });
  let failing = false;
  // What was not written stays first in line and is tried again with the next line.
  stream.on("error", () => {
    failing = true;
  });
  stream.on("write", () => {
    failing = false;
  });
  // A line that finds no room any more has to make the next attempt, since it is not written itself.
  stream.on("drop", () => {
    if (failing) stream.flush();
  });
  // The lines of one turn of the event loop are one write: handing one on costs more than putting it together.
  let lines: string[] = [];
  let length = 0;
  const handOn = () => {
    if (lines.length === 0) return;
    const text = lines.join("");
    lines = [];
    length = 0;
    stream.write(Buffer.from(text) as unknown as string);
  };
  // What the stream calls before the process ends.
  const flush = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    handOn();
    if (!failing) flush();
  };
  return {
    write: (line) => {
      if (lines.push(line) === 1) setImmediate(handOn);
      length += line.length;
      if (length > muchText) handOn();
    },
  };
}
