import { globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What was said once, as suites and `aro local up --record` write it down: a line of JSON. */
export interface Exchange {
  method: string;
  /** Path and query, as they stood on the wire. */
  url: string;
  /** Text of the request's body. */
  request?: string;
  status: number;
  /** Of the answer; names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Text of the answer's body. */
  response?: string;
}

/** The exchanges in files or folders of `*.jsonl`. A line that a killed process left unfinished is none. */
export function readExchanges(paths: readonly string[]): Exchange[] {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory() ? globSync("**/*.jsonl", { cwd: path }).map((name) => join(path, name)) : [path],
  );
  return files.sort().flatMap((file) => readFileSync(file, "utf8").split("\n").flatMap(parse));
}

function parse(line: string): Exchange[] {
  try {
    return line === "" ? [] : [JSON.parse(line) as Exchange];
  } catch {
    return [];
  }
}
