// A second process for the conformance suite: opens the file named on the command line and answers its parent.
import { systemClock } from "@aro/runtime";
import { serveStore } from "../conformance/other-process.ts";
import { openSqliteStore } from "./open.ts";

serveStore(await openSqliteStore({ path: process.argv[2] ?? "", clock: systemClock }));
