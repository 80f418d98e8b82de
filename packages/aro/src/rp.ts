import { parseArgs } from "node:util";
import type { Edge, Run } from "./edge.ts";
import { rowsText } from "./rows-text.ts";

const roles = ["frontend", "backend"] as const;
type Role = (typeof roles)[number];

/** `aro rp [--role frontend|backend]`: the service, until SIGTERM. Exit status 1 when it cannot start (spec 02 §11.1). */
export const rp: Run = async (words, edge) => {
  const flags = readFlags(words);
  if ("problem" in flags) {
    edge.stderr.write(`aro rp: ${flags.problem}\n${usageLine(edge)}`);
    return 2;
  }
  const { ConfigurationError, startRp, variables } = await import("@aro/environment");
  if ("help" in flags) {
    edge.stdout.write(helpText(edge, variables));
    return 0;
  }
  try {
    const { stopped } = await startRp({ environment: edge.environment, signal: edge.signal, ...flags });
    await stopped;
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) {
      const { createLog } = await import("@aro/telemetry");
      createLog({ service: "rp", level: "error" }).error("fatal", { error });
      return 1;
    }
    const lines = error.problems.map((problem) => `aro rp: ${problem}\n`).join("");
    edge.stderr.write(`${lines}aro rp: '${edge.command} rp --help' says what each variable means\n`);
    return 1;
  }
};

function readFlags(words: readonly string[]): { problem: string } | { help: true } | { role?: Role } {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: { role: { type: "string" }, help: { type: "boolean", short: "h" } },
      allowPositionals: false,
    });
    if (values.help === true) return { help: true };
    if (values.role === undefined) return {};
    const role = roles.find((one) => one === values.role);
    return role === undefined ? { problem: `--role: "${values.role}" is not one of ${roles.join(", ")}` } : { role };
  } catch (error) {
    return { problem: (error as Error).message.split("\n", 1)[0] ?? "" };
  }
}

const usageLine = (edge: Edge): string => `Usage: ${edge.command} rp [--role frontend|backend]\n`;

/** One variable of the environment, as packages/environment describes it. */
interface VariableRow {
  name: string;
  neededBy?: readonly string[];
  meaning: string;
  otherwise?: string;
}

/** What `aro rp --help` prints: the table of variables is the documentation. */
export function helpText(edge: Pick<Edge, "command">, variables: readonly VariableRow[]): string {
  const note = (row: VariableRow) =>
    row.neededBy?.includes("rp") ? " (required)" : row.otherwise === undefined ? "" : ` (default: ${row.otherwise})`;
  return [
    usageLine(edge as Edge),
    "Runs the frontend and the backend of the service, or the one that --role names,",
    "until SIGTERM.",
    "",
    "Environment:",
    ...rowsText(variables.map((row) => [row.name, `${row.meaning}${note(row)}`])),
    "",
  ].join("\n");
}
