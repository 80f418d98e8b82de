/** Something the person who typed the command can mend. The message is one line: what is wrong, with which value, and what to do. */
export class Problem extends Error {
  /** What the process exits with: 2 for a command line that cannot be understood, 1 for the rest. */
  readonly exitStatus: number;

  constructor(message: string, options: { exitStatus?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = "Problem";
    this.exitStatus = options.exitStatus ?? 1;
  }

  /** A command line that cannot be understood. */
  static usage(message: string): Problem {
    return new Problem(message, { exitStatus: 2 });
  }
}
