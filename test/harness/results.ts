import { writeFileSync } from "node:fs";
import { commit, machine, type Outcome } from "./matrix.ts";

/** Whose results they are. */
interface Titled {
  title: string;
  command: string;
  rowOf: (name: string) => string;
}

/** Writes the dated summary of a full run: when, of which commit, on what, a row for each kind of case, and why what failed did. */
export function writeResults(path: string, of: Titled, outcome: Outcome): void {
  writeFileSync(path, summary(of, outcome));
}

function summary({ title, command, rowOf }: Titled, { results, seconds, began, instances }: Outcome): string {
  const at = commit();
  const failed = results.filter(({ ok }) => !ok);
  const rows = [...Map.groupBy(results, ({ name }) => rowOf(name))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([row, members]) => {
      const longest = Math.max(...members.map((one) => one.seconds));
      return `| ${row} | ${members.length} | ${members.filter(({ ok }) => !ok).length} | ${longest} |`;
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
