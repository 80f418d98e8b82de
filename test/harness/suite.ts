import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { replayAll } from "../contract/exchanges/replay.ts";
import { whenThisEnds } from "./ending.ts";
import type { Instance } from "./instance.ts";
import { type Case, type Result, runMatrix } from "./matrix.ts";
import { writeResults } from "./results.ts";

/** A suite with a command of its own. */
export interface Suite {
  title: string;
  command: string;
  /** Where `results.md` lies. */
  folder: string;
  cases: readonly Case[];
  /** What some of them have many of in one, each by itself: run with `--each`, or when named, to find which it was. */
  singles?: readonly Case[];
  /** Clusters are installed whole. */
  hive?: boolean;
  /** What a row of the summary stands for, by the name of a case. */
  rowOf: (name: string) => string;
  /** Done on each instance before its first case. */
  prepare?: (instance: Instance) => Promise<void>;
}

const lanesPerCore = 4;
const usualTogether = 10;

const help = ({
  title,
  command,
  cases,
  singles = [],
}: Suite): string => `${title}: ${cases.length} cases against local mode, over the network.

Usage: ${command} [-- flags]

  --only PATTERN   the cases whose names have PATTERN in them, in any case; may be given more than once
${
  singles.length === 0
    ? ""
    : `  --each           also the ${singles.length} cases that others have many of in one; --only finds them without it\n`
}  --list           names the cases, and runs none
  --lanes N        instances for cases that stand alone (default: ${lanesPerCore} for each core)
  --together N     cases at the same time on the instance that the others share (default: ${usualTogether})
  --help           this text

Instances live in folders of their own under ${"$"}TMPDIR and are taken down at the end, on Ctrl-C too; those on which a case failed keep their
folder, which is named. A run of all cases writes results.md. The status is 0 when everything passed, 1 when something failed, 2 for a
command line that cannot be read.`;

const flags = {
  only: { type: "string", multiple: true },
  lanes: { type: "string" },
  together: { type: "string" },
  list: { type: "boolean" },
  each: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

/** Runs what the command line asks for, says how it goes, and writes `results.md` when everything was run. */
export async function suite(of: Suite): Promise<void> {
  const asked = commandLine(of);
  if (asked === undefined) return;
  const { cases, isAll, lanes, together } = asked;
  if (asked.list) return console.log(cases.map(({ name }) => name).join("\n"));
  const exchanges = mkdtempSync(join(tmpdir(), "aro-exchanges-"));
  whenThisEnds(() => rmSync(exchanges, { recursive: true, force: true }));
  // Instances that are brought up from here write down there what is said to the service.
  process.env["ARO_EXCHANGES"] = exchanges;
  const outcome = await runMatrix(cases, {
    lanes,
    together,
    progress: tell,
    ...(of.hive === undefined ? {} : { hive: of.hive }),
    ...(of.prepare === undefined ? {} : { prepare: of.prepare }),
  });
  const replayed = await replayAll(exchanges);
  const failed = outcome.results.filter(({ ok }) => !ok);
  for (const { name, problem = "" } of failed) console.error(`\n✗ ${name}\n${problem.replaceAll(/^/gm, "    ")}`);
  if (isAll) writeResults(join(of.folder, "results.md"), of, outcome);
  const passed = outcome.results.length - failed.length;
  if (replayed !== undefined) console.log(`\n${replayed.ok ? "✓" : "✗"} ${replayed.text}`);
  console.log(`\n${passed} passed, ${failed.length} failed, 0 skipped in ${outcome.seconds.toFixed(0)} s`);
  process.exitCode = failed.length === 0 && replayed?.ok !== false ? 0 : 1;
}

/** What the command line asks for; undefined when it is answered already. */
function commandLine(of: Suite) {
  const refuse = (problem: string): undefined => {
    console.error(`${problem}; see: ${of.command} -- --help`);
    process.exitCode = 2;
    return undefined;
  };
  let values: ReturnType<typeof parse>;
  try {
    values = parse();
  } catch (error) {
    return refuse((error as Error).message);
  }
  if (values.help === true) {
    console.log(help(of));
    return undefined;
  }
  const patterns = (values.only ?? []).map((pattern) => pattern.toLowerCase());
  const every = [...of.cases, ...(of.singles ?? [])];
  const lost = patterns.find((pattern) => !every.some(({ name }) => name.toLowerCase().includes(pattern)));
  if (lost !== undefined) return refuse(`none of ${every.length} cases has "${lost}" in its name`);
  const isAll = patterns.length === 0;
  const cases = isAll
    ? values.each === true
      ? every
      : of.cases
    : every.filter(({ name }) => patterns.some((part) => name.toLowerCase().includes(part)));
  const lanes = Number(values.lanes ?? lanesPerCore * availableParallelism());
  const together = Number(values.together ?? usualTogether);
  if (![lanes, together].every((number) => Number.isInteger(number) && number > 0))
    return refuse("--lanes and --together are whole numbers above 0");
  return { cases, isAll, lanes, together, list: values.list === true };
}

const parse = () => parseArgs({ options: flags }).values;

function tell({ name, ok, seconds, notes, problem = "" }: Result, done: number, all: number): void {
  const said = [...notes, ...(ok ? [] : [(problem.split("\n", 1)[0] ?? "").slice(0, 200)])];
  console.log(`[${done}/${all}] ${ok ? "✓" : "✗"} ${name}  ${seconds} s${said.map((one) => `; ${one}`).join("")}`);
}
