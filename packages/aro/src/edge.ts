import type { Output } from "@aro/cli";

/** The world as one invocation of `aro` meets it; made once, in main.ts. */
export interface Edge {
  /** How we are called from where the person stands: `./aro` in the checkout, else with its path. */
  command: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the checkout: where the launcher lies. */
  root: string;
  cwd: string;
  stdout: Output;
  stderr: Output;
  /** Asks on the terminal; undefined when there is none. */
  ask: (question: string) => Promise<string | undefined>;
  /** Resolves when stdin ends: the lifeline to whoever started us. */
  stdinEnded: () => Promise<void>;
  /** Aborted by SIGINT, SIGTERM or SIGHUP; a second SIGINT ends the process at once. */
  signal: AbortSignal;
}

/** One subcommand, loaded only when it is called. Gives the exit status. */
export type Run = (words: readonly string[], edge: Edge) => Promise<number>;
