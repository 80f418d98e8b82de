import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { LogLevel } from "@aro/telemetry";
import { type CommandRow, commands } from "./commands.ts";
import type { Edge } from "./edge.ts";
import { rowsText } from "./rows-text.ts";

const usageStatus = 2;

/** Levels of logs, as `-loglevel` takes them; logs themselves are loaded by the process that writes some. */
export const levels = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

/**
 * Runs the subcommand that `words` name, ignoring case (spec 02 §11.1). Gives the exit status: 2 with usage on stderr for a command that is not there.
 * The one global flag, `-loglevel LEVEL`, stands before the command or behind it.
 */
export async function dispatch(words: readonly string[], edge: Edge, table = commands): Promise<number> {
  const flags = globalFlags(words);
  if ("problem" in flags) {
    edge.stderr.write(`aro: ${flags.problem}\n`);
    return usageStatus;
  }
  const { rest, logLevel } = flags;
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
    `Usage: ${command} [-loglevel ${levels.join("|")}] <command> [flags]`,
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

function globalFlags(
  words: readonly string[],
): { rest: readonly string[]; logLevel?: (typeof levels)[number] } | { problem: string } {
  const at = words.slice(0, 2).findIndex((word) => flag.test(word));
  if (at < 0) return { rest: words };
  const inline = flag.exec(words[at] ?? "")?.[1];
  const given = inline ?? words[at + 1];
  const logLevel = levels.find((level) => level === given?.toLowerCase());
  if (logLevel === undefined) {
    const wrong = given === undefined ? "a level is missing, one" : `"${given}" is not one`;
    return { problem: `-loglevel: ${wrong} of ${levels.join(", ")}` };
  }
  return { rest: [...words.slice(0, at), ...words.slice(at + (inline === undefined ? 2 : 1))], logLevel };
}

const flag = /^--?loglevel(?:=(.*))?$/;
