// npm run crash [-- --only PATTERN] [--lanes N] [--list]: the whole matrix, or the cases whose names have PATTERN in them.
import { suite } from "../harness/suite.ts";
import { crashCases } from "./cases/index.ts";

await suite({ title: "Crash matrix", command: "npm run crash", folder: import.meta.dirname, cases: crashCases });
