import { parseArgs } from "node:util";
import type { Edge, Run } from "./edge.ts";
import { rowsText } from "./rows-text.ts";

const commands = ["manifests", "cluster"] as const;
/** Levels of logs by the names that OpenShift's installer has for them. */
const levels: readonly string[] = ["debug", "info", "warning", "error"];

type Asked =
  | { problem: string }
  | { help: true }
  | { command: (typeof commands)[number]; folder?: string; level?: string };

/**
 * `aro installer create manifests|cluster [--dir DIR] [--log-level LEVEL]`, as Hive calls OpenShift's installer (spec 03 §7.2). What it does and
 * why it fails stands on stderr, in lines that the service reads.
 */
export const installer: Run = async (words, edge) => {
  const asked = read(words);
  if ("problem" in asked) {
    edge.stderr.write(`aro installer: ${asked.problem}\n${usageLine(edge)}`);
    return 2;
  }
  const { installerVariables, runInstallerCommand } = await import("@aro/environment/installer");
  if ("help" in asked) {
    edge.stdout.write(helpText(edge, installerVariables));
    return 0;
  }
  const { command, folder, level } = asked;
  return runInstallerCommand({
    command,
    environment: level === undefined ? edge.environment : { ...edge.environment, ARO_LOG_LEVEL: level },
    ...(folder === undefined ? {} : { folder }),
    write: (text) => edge.stderr.write(text),
    signal: edge.signal,
  });
};

function read(words: readonly string[]): Asked {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: {
        dir: { type: "string" },
        "log-level": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
      allowPositionals: true,
    });
    if (values.help === true) return { help: true };
    const [verb, noun, ...rest] = positionals;
    const command = verb === "create" && rest.length === 0 ? commands.find((one) => one === noun) : undefined;
    if (command === undefined)
      return {
        problem: `"${positionals.join(" ")}" is not one of ${commands.map((one) => `create ${one}`).join(", ")}`,
      };
    const level = values["log-level"];
    if (level !== undefined && !levels.includes(level))
      return { problem: `--log-level: "${level}" is not one of ${levels.join(", ")}` };
    return {
      command,
      ...(values.dir === undefined ? {} : { folder: values.dir }),
      ...(level === undefined ? {} : { level }),
    };
  } catch (error) {
    return { problem: (error as Error).message.split("\n", 1)[0] ?? "" };
  }
}

const usageLine = (edge: Pick<Edge, "command">): string =>
  `Usage: ${edge.command} installer create manifests|cluster [--dir DIR]\n    [--log-level ${levels.join("|")}]\n`;

interface VariableRow {
  name: string;
  needs?: "value" | "set";
  meaning: string;
  otherwise?: string;
}

/** What `aro installer --help` prints: the table of variables is the documentation. */
export function helpText(edge: Pick<Edge, "command">, variables: readonly VariableRow[]): string {
  const note = ({ needs, otherwise }: VariableRow) =>
    needs === "value" ? " (required)" : needs === "set" ? " (must exist)" : ` (default: ${otherwise})`;
  return [
    usageLine(edge),
    "Makes the assets of one cluster and stores them with it; then deploys its",
    "machines and waits for its control plane. Hive starts both, one after the",
    "other. Each may be killed at any moment and run again.",
    "",
    "Environment:",
    ...rowsText(variables.map((row) => [row.name, `${row.meaning}${note(row)}`])),
    "",
  ].join("\n");
}
