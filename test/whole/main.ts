// npm run whole [-- --only PATTERN | --list | --help]: whole clusters, through Hive, to the last step.
import { suite } from "../harness/suite.ts";
import { singleCases, wholeCases } from "./cases.ts";

await suite({
  title: "Whole clusters",
  command: "npm run whole",
  folder: import.meta.dirname,
  cases: wholeCases,
  singles: singleCases,
  hive: true,
  rowOf: (name) =>
    name
      .split("/")
      .slice(0, 4)
      .join("/")
      .replace(/[^/]+:[^/]+$/, ""),
});
