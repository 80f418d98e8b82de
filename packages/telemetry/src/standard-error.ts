import { type DestinationStream, pino } from "pino";

/** What waits to be written while it cannot be; more is dropped. */
const mostWaiting = 8 * 1_048_576;

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
  const flush = stream.flushSync.bind(stream);
  stream.flushSync = () => {
    if (!failing) flush();
  };
  return { write: (line) => stream.write(Buffer.from(line) as unknown as string) };
}
