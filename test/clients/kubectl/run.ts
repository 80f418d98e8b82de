import { type ChildProcess, execFile, spawn } from "node:child_process";
import { systemClock } from "@aro/runtime";
import { endsWithThis } from "../../harness/ending.ts";
import type { Line } from "../line.ts";
import type { Chapter, Command } from "./command.ts";
import type { Place } from "./place.ts";

/** A `kubectl` that is here. */
export interface Kubectl {
  name: string;
  path: string;
  age: "old" | "new";
}

const limitMs = 180_000;
const againMs = 500;
/** How long a command that does not end is waited for until it has shown what it must. */
const watchMs = 20_000;

interface Said {
  failed: boolean;
  out: string;
  error: string;
}
/** What came of a command. */
export type Verdict = Pick<Line, "outcome" | "why">;

const passed: Verdict = { outcome: "passed" };
const wrong = (why: string): Verdict => ({ outcome: "failed", why });

/** Says every command of the chapters and reports each. `values`: what `$name` stands for. */
export async function runKubectl(
  { name, path, age }: Kubectl,
  place: Place,
  chapters: readonly Chapter[],
  values: Readonly<Record<string, string>>,
  report: (line: Line) => void,
): Promise<void> {
  const kept = new Map(Object.entries(values));
  const env = environmentIn(place);
  for (const { title, commands } of chapters)
    for (const command of commands) {
      if (command.only !== undefined && command.only !== age) continue;
      const from = systemClock.monotonic();
      const verdict = await tried(path, env, command, kept);
      const seconds = (systemClock.monotonic() - from) / 1000;
      report({ what: `${name}, ${title}: ${command.say}`, seconds, ...verdict });
    }
}

/** Says one command and tells what came of it; what is kept of it goes into `kept`. */
export const sayTo = (client: Kubectl, place: Place, command: Command, kept: Map<string, string>): Promise<Verdict> =>
  tried(client.path, environmentIn(place), command, kept);

const environmentIn = (place: Place): NodeJS.ProcessEnv => ({
  KUBECONFIG: place.kubeconfig,
  HOME: place.folder,
  PATH: process.env["PATH"] ?? "/usr/bin:/bin",
  // `kubectl edit` hands the file to it.
  KUBE_EDITOR: "sed -i s/edited-from/edited-to/",
});

async function tried(
  path: string,
  env: NodeJS.ProcessEnv,
  command: Command,
  kept: Map<string, string>,
): Promise<Verdict> {
  const words = wordsOf(command.say, kept);
  const say = (said: string[], input = "") => run(path, said, env, filled(input, kept));
  if (command.meanwhile !== undefined) {
    const meanwhile = wordsOf(command.meanwhile, kept);
    return shown(path, words, env, command, async () => void (await say(meanwhile)));
  }
  if (command.reached !== undefined) return forwarded(path, words, env, command.reached);
  const until = systemClock.monotonic() + (command.within ?? 0) * 1000;
  for (;;) {
    const said = await say(words, command.input);
    const verdict = judge(command, said);
    if (verdict.outcome === "passed") {
      if (command.keep !== undefined) kept.set(command.keep, said.out.trim());
      return verdict;
    }
    if (systemClock.monotonic() > until) return verdict;
    await systemClock.sleep(againMs);
  }
}

const patterns = ({ shows }: Command): readonly RegExp[] =>
  shows === undefined ? [] : shows instanceof RegExp ? [shows] : shows;

function judge(command: Command, { failed, out, error }: Said): Verdict {
  if (command.refused !== undefined) {
    if (!failed) return wrong(`it was not refused: ${out.trim().slice(0, 500)}`);
    return command.refused.test(error + out) ? passed : wrong(`refused otherwise: ${error.trim()}`);
  }
  if (failed) return wrong(error.trim() || out.trim().slice(0, 500));
  const missing = patterns(command).find((one) => !one.test(out));
  return missing === undefined ? passed : wrong(`it shows no ${missing}: ${out.slice(0, 600)}`);
}

function run(path: string, words: string[], env: NodeJS.ProcessEnv, input: string): Promise<Said> {
  return new Promise((resolve) => {
    const options = { env, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 };
    const child = endsWithThis(
      execFile(path, words, options, (failure, out, error) =>
        resolve({ failed: failure !== null, out, error: error || (failure?.message ?? "") }),
      ),
    );
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

interface Running {
  child: ChildProcess;
  out(): string;
  error(): string;
}

function started(path: string, words: string[], env: NodeJS.ProcessEnv): Running {
  const child = endsWithThis(spawn(path, words, { env, stdio: ["ignore", "pipe", "pipe"] }));
  let [out, error] = ["", ""];
  child.stdout.on("data", (part) => {
    out += String(part);
  });
  child.stderr.on("data", (part) => {
    error += String(part);
  });
  return { child, out: () => out, error: () => error };
}

/** Runs until it has shown everything; `act` is done once it has shown something. */
async function shown(
  path: string,
  words: string[],
  env: NodeJS.ProcessEnv,
  command: Command,
  act: () => Promise<void>,
): Promise<Verdict> {
  const { child, out, error } = started(path, words, env);
  try {
    if (!(await comes(() => out() !== ""))) return wrong(`it shows nothing: ${error()}`);
    await act();
    if (await comes(() => judge(command, { failed: false, out: out(), error: "" }).outcome === "passed")) return passed;
    return judge(command, { failed: false, out: out(), error: error() });
  } finally {
    child.kill();
  }
}

/** Forwards a port until an HTTP GET through it is answered. */
async function forwarded(path: string, words: string[], env: NodeJS.ProcessEnv, wanted: RegExp): Promise<Verdict> {
  const { child, out, error } = started(path, words, env);
  try {
    const port = () => /Forwarding from 127\.0\.0\.1:(\d+)/.exec(out())?.[1];
    if (!(await comes(() => port() !== undefined))) return wrong(`it forwards nothing: ${error()}`);
    const answer = await run(
      "curl",
      ["-sS", "--max-time", "10", `http://127.0.0.1:${port()}/`],
      { PATH: env["PATH"] },
      "",
    );
    return wanted.test(answer.out) ? passed : wrong(`${answer.out}${answer.error}${error()}`);
  } finally {
    child.kill();
  }
}

async function comes(is: () => boolean): Promise<boolean> {
  for (const until = systemClock.monotonic() + watchMs; systemClock.monotonic() < until; ) {
    if (is()) return true;
    await systemClock.sleep(50);
  }
  return is();
}

const filled = (text: string, kept: ReadonlyMap<string, string>): string =>
  text.replaceAll(/\$(\w+)/g, (whole, name: string) => kept.get(name) ?? whole);

/** Words as a shell takes them apart, single quotes only. */
const wordsOf = (text: string, kept: ReadonlyMap<string, string>): string[] =>
  [...text.matchAll(/(?:'[^']*'|[^\s'])+/g)].map(([word]) => filled(word.replaceAll("'", ""), kept));
