import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandRow, commands } from "./commands.ts";
import type { Edge } from "./edge.ts";
import { rowsText } from "./rows-text.ts";

const usageStatus = 2;

/**
 * Runs the subcommand that `words` name, ignoring case (spec 02 §11.1). Gives the exit status: 2 with usage on stderr for a command that is not there.
 * The one global flag, `-loglevel LEVEL`, may come first.
 */
export async function dispatch(words: readonly string[], edge: Edge, table = commands): Promise<number> {
  const { rest, logLevel } = globalFlags(words);
  const [name, ...others] = rest;
  if (name === "--help" || name === "-h" || name === "help") {
    edge.stdout.write(usage(edge.command, table));
    return 0;
  }
  if (name === "--version" || name === "-V" || name === "version") {
    edge.stdout.write(`aro ${await version()}\n`);
    return 0;
  }
  const row = table.find((command) => command.name === name?.toLowerCase());
  if (row === undefined) {
    if (name !== undefined) edge.stderr.write(`aro: there is no command "${name}"\n\n`);
    edge.stderr.write(usage(edge.command, table));
    return usageStatus;
  }
  const run = await row.load();
  return run(
    others,
    logLevel === undefined ? edge : { ...edge, environment: { ...edge.environment, ARO_LOG_LEVEL: logLevel } },
  );
}

async function version(): Promise<string> {
  const file = join(import.meta.dirname, "../package.json");
  return (JSON.parse(await readFile(file, "utf8")) as { version: string }).version;
}

/** What `aro --help` prints. */
function usage(command: string, table: readonly CommandRow[]): string {
  return [
    `Usage: ${command} [-loglevel debug|info|warn|error] <command> [flags]`,
    "",
    "Commands:",
    ...rowsText(table.map((row) => [row.name, row.summary])),
    "",
    `'${command} <command> --help' shows the flags and examples of one of them,`,
    `'${command} --version' the version.`,
    "",
    "To try it, with no Azure account:",
    `  ${command} local up`,
    `  ${command} cluster list -o table`,
    "",
  ].join("\n");
}

function globalFlags(words: readonly string[]): { rest: readonly string[]; logLevel?: string } {
  const match = /^--?loglevel(?:=(.*))?$/.exec(words[0] ?? "");
  if (match === null) return { rest: words };
  const inline = match[1];
  const logLevel = inline ?? words[1];
  return { rest: words.slice(inline === undefined ? 2 : 1), ...(logLevel === undefined ? {} : { logLevel }) };
}
