// npm run crash [-- --only PATTERN | --list | --help]: the whole matrix, or the cases whose names have PATTERN in them.
import { suite } from "../harness/suite.ts";
import { crashCases } from "./cases/index.ts";
import { undisturbedLikeness } from "./course.ts";

if (process.platform !== "linux") {
  console.error("the crash matrix looks at processes by /proc, which only Linux has; run it there");
  process.exit(2);
}
await suite({
  title: "Crash matrix",
  command: "npm run crash",
  folder: import.meta.dirname,
  cases: crashCases,
  rowOf: (name) =>
    name
      .split("/")
      .slice(0, /^(kill|fault)/.test(name) ? 3 : 2)
      .join("/"),
  prepare: async (instance) => void (await undisturbedLikeness(instance)),
});
