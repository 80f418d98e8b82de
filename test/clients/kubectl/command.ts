/** One command that is said to `kubectl`, and what must come of it. */
export interface Command {
  /** The words after `kubectl`; single quotes keep blanks together, `$name` stands for a value of the run or one that was kept before. */
  say: string;
  /** What it is given to read. */
  input?: string;
  /** What it must print, each of them; any success when absent. */
  shows?: RegExp | readonly RegExp[];
  /** The command must fail, with this in its words. */
  refused?: RegExp;
  /** Seconds in which it must come to this, asked again and again; at once when absent. */
  within?: number;
  /** Keeps what it prints, without blanks around it, under a name. */
  keep?: string;
  /** It does not end by itself: it is ended once it has shown what it must. What is said meanwhile, when it has begun. */
  meanwhile?: string;
  /** It forwards a port: what an HTTP GET through it must be answered with. */
  reached?: RegExp;
  /** What only newer ones know, or do in these words. */
  only?: "old" | "new";
}

/** Commands that belong together and come in this order. */
export interface Chapter {
  title: string;
  commands: readonly Command[];
}
