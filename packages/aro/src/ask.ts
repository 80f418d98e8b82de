/** A terminal to ask on, and what a Ctrl-C on it does. */
export interface AskDeps {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  /** Ends the question; the promise is rejected. */
  signal: AbortSignal;
  /** While a line is read, a terminal gives Ctrl-C as a key and no signal is sent: this stands for it. */
  interrupt: () => void;
}

/** Asks on a terminal and gives the line; an input that ends (Ctrl-D) is an empty one. @throws the signal's abort. */
export async function ask(question: string, { input, output, signal, interrupt }: AskDeps): Promise<string> {
  const { createInterface } = await import("node:readline/promises");
  const terminal = createInterface({ input, output, terminal: true });
  terminal.on("SIGINT", interrupt);
  try {
    const closed = new Promise<undefined>((resolve) => terminal.once("close", resolve));
    const line = await Promise.race([closed, terminal.question(question, { signal })]);
    if (line !== undefined) return line;
  } catch (error) {
    if (signal.aborted) throw error;
  } finally {
    terminal.close();
  }
  output.write("\n");
  return "";
}
