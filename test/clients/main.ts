// npm run clients [-- --only PATTERN | --install | --list | --help]: unmodified clients do what they do, each kind on an emulated Azure of its own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { systemClock } from "@aro/runtime";
import { replayAll } from "../contract/exchanges/replay.ts";
import { whenThisEnds } from "../harness/ending.ts";
import { type Family, families } from "./families.ts";
import { install } from "./install.ts";
import type { Line } from "./line.ts";
import { type Outcome, writeResults } from "./results.ts";

const help = `Unmodified clients against the emulated Azure, with no resource provider behind it; az aro and azure-mgmt-redhatopenshift against the whole
of local mode; kubectl and client-node against a cluster in it.

Usage: npm run clients [-- flags]

  --only PATTERN   the kinds of clients whose names have PATTERN in them; may be given more than once
  --install        fetches from PyPI what is not here: the newest azure-cli, the libraries that the distribution's lacks, the Python SDKs
  --list           names the kinds and what of them is here
  --help           this text

A run of all kinds writes results.md. The status is 0 when nothing failed, 1 when something did, 2 for a command line that cannot be read.`;

/** Clients at the same time: they are slower than the machine's two processors. */
const together = 2;

const flags = {
  only: { type: "string", multiple: true },
  install: { type: "boolean" },
  list: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

async function main(): Promise<number> {
  let values: ReturnType<typeof parse>;
  try {
    values = parse();
  } catch (error) {
    console.error(`${(error as Error).message}; see: npm run clients -- --help`);
    return 2;
  }
  if (values.help === true) {
    console.log(help);
    return 0;
  }
  if (values.install === true) return install() ? 0 : 1;
  const patterns = (values.only ?? []).map((one) => one.toLowerCase());
  const chosen = families.filter(
    ({ name }) => patterns.length === 0 || patterns.some((part) => name.toLowerCase().includes(part)),
  );
  if (chosen.length === 0) {
    console.error(`no kind of client has that in its name: ${families.map(({ name }) => name).join(", ")}`);
    return 2;
  }
  if (values.list === true) {
    for (const one of chosen) console.log(`${one.name}: ${told(one)}`);
    return 0;
  }
  const began = systemClock.now();
  const from = systemClock.monotonic();
  const outcomes: Outcome[] = [];
  const waiting = [...chosen];
  const lane = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) outcomes.push(await runFamily(one));
  };
  const exchanges = mkdtempSync(join(tmpdir(), "aro-exchanges-"));
  // Local modes that are brought up from here write down there what is said to the service.
  whenThisEnds(() => rmSync(exchanges, { recursive: true, force: true }));
  process.env["ARO_EXCHANGES"] = exchanges;
  await Promise.all(Array.from({ length: together }, lane));
  const replayed = await replayAll(exchanges);
  outcomes.sort(
    (a, b) => families.findIndex(({ name }) => name === a.name) - families.findIndex(({ name }) => name === b.name),
  );
  const seconds = (systemClock.monotonic() - from) / 1000;
  const count = (outcome: Line["outcome"]) =>
    outcomes.flatMap(({ lines }) => lines).filter((line) => line.outcome === outcome).length;
  for (const { name, absent } of outcomes) if (absent !== undefined) console.log(`skipped  ${name}: ${absent}`);
  if (patterns.length === 0) writeResults(join(import.meta.dirname, "results.md"), { began, seconds, outcomes });
  if (replayed !== undefined) console.log(`\n${replayed.ok ? "✓" : "✗"} ${replayed.text}`);
  console.log(
    `\n${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped in ${seconds.toFixed(0)} s`,
  );
  return count("failed") === 0 && count("passed") > 0 && replayed?.ok !== false ? 0 : 1;
}

const parse = () => parseArgs({ options: flags }).values;

const told = (family: Family): string => {
  const found = family.look();
  return "absent" in found ? found.absent : found.versions;
};

async function runFamily(family: Family): Promise<Outcome> {
  const found = family.look();
  if ("absent" in found) return { name: family.name, absent: found.absent, lines: [] };
  const lines: Line[] = [];
  await family.run("all", (line) => {
    lines.push(line);
    const mark = { passed: "✓", failed: "✗", skipped: "-" }[line.outcome];
    const why = line.why === undefined ? "" : `\n${line.why.replaceAll(/^/gm, "      ")}`;
    console.log(`${mark} ${family.name}: ${line.what}  ${line.seconds.toFixed(1)} s${why}`);
  });
  return { name: family.name, versions: found.versions, lines };
}

process.exitCode = await main();
