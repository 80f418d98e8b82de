import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Case, commit, machine, type Outcome, type Result, runMatrix } from "./matrix.ts";

/** A suite with a command of its own. */
export interface Suite {
  title: string;
  command: string;
  /** Where `results.md` lies. */
  folder: string;
  cases: readonly Case[];
}

const usualLanes = 10;
const usualTogether = 10;

/** Runs what the command line asks for, says how it goes, and writes `results.md` when everything was run. */
export async function suite(of: Suite): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      lanes: { type: "string" },
      together: { type: "string" },
      list: { type: "boolean" },
    },
  });
  const pattern = values.only?.toLowerCase();
  const cases = of.cases.filter(({ name }) => pattern === undefined || name.toLowerCase().includes(pattern));
  if (cases.length === 0) {
    console.error(`none of ${of.cases.length} cases has "${values.only}" in its name; see: ${of.command} -- --list`);
    process.exitCode = 2;
    return;
  }
  if (values.list === true) {
    for (const { name } of cases) console.log(name);
    return;
  }
  const outcome = await runMatrix(cases, {
    lanes: Number(values.lanes ?? usualLanes),
    together: Number(values.together ?? usualTogether),
    progress: tell,
  });
  const failed = outcome.results.filter(({ ok }) => !ok);
  for (const { name, problem = "" } of failed) console.error(`\n✗ ${name}\n${problem.replaceAll(/^/gm, "    ")}`);
  if (pattern === undefined) writeFileSync(join(of.folder, "results.md"), summary(of, outcome));
  const passed = outcome.results.length - failed.length;
  console.log(`\n${passed} passed, ${failed.length} failed, 0 skipped in ${outcome.seconds.toFixed(0)} s`);
  process.exitCode = failed.length === 0 ? 0 : 1;
}

const tell = ({ name, ok, seconds, notes }: Result, done: number, all: number): void =>
  console.log(`[${done}/${all}] ${ok ? "✓" : "✗"} ${name}  ${seconds} s${notes.map((one) => `; ${one}`).join("")}`);

function summary({ title, command }: Suite, { results, seconds, began, instances }: Outcome): string {
  const at = commit();
  const failed = results.filter(({ ok }) => !ok);
  const groups = Map.groupBy(results, ({ name }) => name.split("/").slice(0, 3).join("/"));
  const rows = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([group, members]) => {
      const longest = Math.max(...members.map((one) => one.seconds));
      return `| ${group} | ${members.length} | ${members.filter(({ ok }) => !ok).length} | ${longest} |`;
    });
  return [
    `# ${title}: last full run`,
    "",
    `Written by \`${command}\`; not edited by hand.`,
    "",
    `- began ${began}, took ${seconds.toFixed(0)} s`,
    `- commit ${at === undefined ? "unknown" : `${at.id}${at.changed ? ", with changes that were not committed" : ""}`}`,
    `- ${machine()}; ${instances} instances of local mode`,
    `- ${results.length - failed.length} passed, ${failed.length} failed, 0 skipped`,
    "",
    "| Cases | Number | Failed | Longest, s |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    ...(failed.length === 0 ? [] : ["## Failed", ""]),
    ...failed.flatMap(({ name, problem = "" }) => [
      `- \`${name}\``,
      "",
      problem.replace(/\n\(state: .*\)$/, "").replaceAll(/^/gm, "      "),
      "",
    ]),
  ].join("\n");
}
