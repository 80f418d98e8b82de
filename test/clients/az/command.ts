/** One command that is said to `az`, and what must come of it. */
export interface Command {
  /** The words after `az`; quotes keep blanks together, `$name` stands for a value of the run or one that was kept before. */
  say: string;
  /** What the answer must have: objects may have more members, lists and values are equal. Absent: any success. */
  shows?: unknown;
  /** Keeps members of the answer under names. */
  keep?: Readonly<Record<string, string>>;
  /** The command must fail, with this in its words. */
  refused?: RegExp;
  /** Debian's package lacks a library for it that docs/running.md says how to add: what az says without. */
  lacking?: RegExp;
}

/** Commands that belong together and come in this order. */
export interface Chapter {
  title: string;
  commands: readonly Command[];
}

/** The same of every command of a chapter. */
export const allLacking = (lacking: RegExp, commands: readonly Command[]): readonly Command[] =>
  commands.map((one) => ({ ...one, lacking }));
