/** What the installer was given cannot be used: every reason on a line of its own, each with what to do. */
export class InputProblem extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "InputProblem";
    this.problems = problems;
  }
}
