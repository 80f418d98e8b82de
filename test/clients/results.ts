import { writeFileSync } from "node:fs";
import { isoTime } from "@aro/runtime";
import { commit, machine } from "../harness/matrix.ts";
import type { Line } from "./line.ts";

/** What came of one kind of client. */
export interface Outcome {
  name: string;
  versions?: string;
  /** Why it was not tried. */
  absent?: string;
  lines: readonly Line[];
}

interface Run {
  began: number;
  seconds: number;
  outcomes: readonly Outcome[];
}

/** Writes the dated summary of a run of all kinds: a line for each thing that each did. */
export function writeResults(path: string, run: Run): void {
  writeFileSync(path, summary(run));
}

const words = { passed: "pass", failed: "**fail**", skipped: "skipped" } as const;

function summary({ began, seconds, outcomes }: Run): string {
  const at = commit();
  const lines = outcomes.flatMap((one) => one.lines);
  const count = (outcome: Line["outcome"]) => lines.filter((line) => line.outcome === outcome).length;
  return [
    "# Clients: last full run",
    "",
    "Written by `npm run clients`; not edited by hand. Each kind of client speaks to an emulated Azure of its own, with no resource provider behind",
    "it; those of Kubernetes to a cluster that the service made. A line is a command with the outcome that its table asks for, or a step of a library.",
    "",
    `- began ${isoTime(began)}, took ${seconds.toFixed(0)} s`,
    `- commit ${at === undefined ? "unknown" : `${at.id}${at.changed ? ", with changes that were not committed" : ""}`}`,
    `- ${machine()}`,
    `- ${count("passed")} passed, ${count("failed")} failed, ${count("skipped")} skipped`,
    ...outcomes.flatMap(section),
    "",
  ].join("\n");
}

const section = ({ name, versions, absent, lines }: Outcome): readonly string[] => [
  "",
  `## ${name}`,
  "",
  absent === undefined ? (versions ?? "") : `Skipped: ${absent}.`,
  ...(lines.length === 0 ? [] : ["", "| What | Outcome | s |", "| --- | --- | ---: |", ...lines.map(row)]),
];

const row = ({ what, outcome, why, seconds }: Line): string => {
  const because = why === undefined ? "" : `: ${why.replaceAll(/\s+/g, " ").slice(0, 300)}`;
  return `| ${cell(what)} | ${words[outcome]}${cell(because)} | ${seconds.toFixed(1)} |`;
};

const cell = (text: string): string => text.replaceAll("|", "\\|");
