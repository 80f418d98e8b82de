// npm run scenarios [-- --only PATTERN | --list | --help]: every scenario, or those whose names have PATTERN in them.
import { undisturbedLikeness } from "../crash/course.ts";
import { suite } from "../harness/suite.ts";
import { scenarioCases } from "./cases.ts";

await suite({
  title: "Scenarios",
  command: "npm run scenarios",
  folder: import.meta.dirname,
  cases: scenarioCases,
  rowOf: (name) => name,
  prepare: async (instance) => void (await undisturbedLikeness(instance)),
});
