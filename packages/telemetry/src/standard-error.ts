import { type DestinationStream, pino } from "pino";

/** What waits to be written while it cannot be; more is dropped. */
const mostWaiting = 8 * 1_048_576;

/**
 * Standard error, written in the background. A log that cannot be written — its disk is full — costs lines and nothing else: left to itself the
 * stream ends the process by an uncaught error, and then keeps it from ending by trying to write what is left for ever.
 *
 * The lines of one turn of the event loop are one write, and so is what comes while another is under way: each write wakes a thread, which costs
 * more than all else about a line. Left to itself the stream begins with the first line alone, and goes on in pieces of a dozen requests'.
 */
export function standardError(file = 2): DestinationStream {
  // Bytes and not text: of text the stream copies all that waits with every line.
  const stream = pino.destination({
    dest: file,
    sync: false,
    // Out of reach, so that it never writes but when it is flushed; with a least length of 0 it would take `flush` for done.
    minLength: mostWaiting + 1,
    maxWrite: mostWaiting + 2,
    maxLength: mostWaiting,
    contentMode: "buffer",
  });
  let hasLines = false;
  let isDue = false;
  let isWriting = false;
  let failing = false;
  const writeLines = () => {
    isDue = false;
    // Closed is it once the process has nothing left to do.
    if (isWriting || !hasLines || (stream as { destroyed?: boolean }).destroyed === true) return;
    isWriting = true;
    hasLines = false;
    stream.flush();
  };
  stream.on("drain", () => {
    isWriting = false;
    // What failed went first and alone; others wait behind it.
    hasLines ||= failing;
    failing = false;
    writeLines();
  });
  // What was not written stays first in line and is tried again with the next line.
  stream.on("error", () => {
    isWriting = false;
    hasLines = true;
    failing = true;
  });
  // A line that finds no room any more has to make the next attempt, since it is not written itself.
  stream.on("drop", () => {
    if (failing) writeLines();
  });
  const flush = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    if (!failing) flush();
  };
  return {
    write: (line) => {
      stream.write(Buffer.from(line) as unknown as string);
      hasLines = true;
      if (isDue) return;
      isDue = true;
      setImmediate(writeLines);
    },
  };
}
