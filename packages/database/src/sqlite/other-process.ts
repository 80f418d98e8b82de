// A second process for the conformance suite: opens the file named on the command line, writes where that says, and answers its parent.
import { systemClock } from "@aro/runtime";
import { serveStore } from "../conformance/other-process.ts";
import { openSqliteStore } from "./open.ts";

const [path = "", writesIn] = process.argv.slice(2);
serveStore(
  await openSqliteStore({ path, clock: systemClock, writesIn: writesIn === "eventLoop" ? "eventLoop" : "thread" }),
);
