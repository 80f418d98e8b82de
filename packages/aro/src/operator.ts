import { parseArgs } from "node:util";
import type { Edge, Run } from "./edge.ts";
import { rowsText } from "./rows-text.ts";

/**
 * `aro operator master|worker`: one of the operator's processes inside a cluster, until SIGTERM (spec 04 §2.1). Exit status 2 with usage when it is not
 * told exactly one role; 1 when there is no such role or it cannot go on.
 */
export const operator: Run = async (words, edge) => {
  const asked = read(words);
  if ("problem" in asked) {
    edge.stderr.write(`aro operator: ${asked.problem}\n${usageLine(edge)}`);
    return 2;
  }
  const { operatorRoles, operatorVariables, runOperatorProcess } = await import("@aro/environment/operator");
  if ("help" in asked) {
    edge.stdout.write(helpText(edge, operatorVariables));
    return 0;
  }
  const complain = (problem: string) => edge.stderr.write(`aro operator: ${problem}\n`);
  const role = operatorRoles.find((one) => one === asked.role);
  if (role === undefined) {
    complain(`invalid role ${asked.role}; it is ${operatorRoles.join(" or ")}`);
    return 1;
  }
  return runOperatorProcess({ role, environment: edge.environment, complain, signal: edge.signal });
};

function read(words: readonly string[]): { problem: string } | { help: true } | { role: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options: { help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if (values.help === true) return { help: true };
    const [role, ...rest] = positionals;
    if (role === undefined) return { problem: "no role is given" };
    return rest.length > 0 ? { problem: `one role is needed, not "${positionals.join(" ")}"` } : { role };
  } catch (error) {
    return { problem: (error as Error).message.split("\n", 1)[0] ?? "" };
  }
}

const usageLine = (edge: Pick<Edge, "command">): string => `Usage: ${edge.command} operator master|worker\n`;

interface VariableRow {
  name: string;
  meaning: string;
  otherwise?: string;
}

/** What `aro operator --help` prints: the table of variables is the documentation. */
export function helpText(edge: Pick<Edge, "command">, variables: readonly VariableRow[]): string {
  const note = ({ otherwise }: VariableRow) => (otherwise === undefined ? "" : ` (default: ${otherwise})`);
  return [
    usageLine(edge),
    "Looks after a cluster from within, until SIGTERM: 'master' does everything but",
    "what only a worker's network can tell, which 'worker' does. Of several at once",
    "one acts: the others wait for its lease.",
    "",
    "Environment:",
    ...rowsText(variables.map((row) => [row.name, `${row.meaning}${note(row)}`])),
    "",
  ].join("\n");
}
