import { type Command, type CommandCall, type FindCommand, nothing, once } from "./command.ts";
import { fileCommands } from "./file-commands.ts";
import { plainCommands } from "./plain-commands.ts";
import { readScript, type Step } from "./script.ts";
import { wordsOf } from "./words.ts";

const notFound = 127;
const shells = new Set(["sh", "bash", "ash", "/bin/sh", "/bin/bash", "/usr/bin/sh", "/usr/bin/bash"]);

/** Where stdout and stderr go. */
type Outs = [(part: string | Uint8Array) => Promise<void>, (part: string) => Promise<void>];

/** Thrown by `exit`: ends the shell that it stands in. */
class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super("exit");
    this.code = code;
  }
}

/** What can be read as a script; undefined when something in it has begun and is not over yet, a loop or a quoted text. */
function wholeScript(text: string): Step[] | undefined {
  try {
    return readScript(text);
  } catch {
    return undefined;
  }
}

/** A small shell: commands with quotes, variables, pipes, lists and `while`. */
export interface Shell {
  /** Whether there is such a command. */
  knows(name: string): boolean;
  /** Runs a command by its words; 127 when there is none of that name. */
  run(words: readonly string[], call: CommandCall): Promise<number>;
}

export function createShell(others: FindCommand = () => undefined): Shell {
  const find = (name: string): Command | undefined => {
    if (shells.has(name)) return sh;
    const base = name.replace(/^(?:\/usr)?\/s?bin\//, "");
    const found = others(name);
    if (found !== undefined) return found;
    return Object.hasOwn(plainCommands, base)
      ? plainCommands[base]
      : Object.hasOwn(fileCommands, base)
        ? fileCommands[base]
        : undefined;
  };
  const run = async ([name = "", ...args]: readonly string[], call: CommandCall): Promise<number> => {
    const command = find(name);
    if (command !== undefined) return command({ ...call, args });
    await call.err(`${name}: not found\n`);
    return notFound;
  };
  const sh: Command = async (call) => {
    const at = call.args.findIndex((one) => /^-[a-z]*c$/.test(one));
    try {
      if (at >= 0) return await script(call.args[at + 1] ?? "", { ...call, environment: { ...call.environment } });
      return await interactive(call);
    } catch (error) {
      if (error instanceof Exit) return error.code;
      await call.err(`sh: ${(error as Error).message}\n`);
      return 2;
    }
  };
  const script = (text: string, call: CommandCall): Promise<number> => steps(readScript(text), call, 0);
  const steps = async (list: readonly Step[], call: CommandCall, before: number): Promise<number> => {
    let code = before;
    for (const step of list) {
      if (call.signal.aborted) return 143;
      if ((step.when === "success" && code !== 0) || (step.when === "failure" && code === 0)) continue;
      if ("pipeline" in step) {
        code = await pipeline(step.pipeline, call, code);
        continue;
      }
      const { condition, until, body } = step.loop;
      while (((await steps(condition, call, 0)) === 0) !== until && !call.signal.aborted) {
        code = await steps(body, call, 0);
        // Others have their turn, too, when nothing in the loop waits.
        await call.clock.sleep(0);
      }
    }
    return code;
  };
  const pipeline = async (
    commands: Extract<Step, { pipeline: unknown }>["pipeline"],
    call: CommandCall,
    before: number,
  ): Promise<number> => {
    const value = (name: string) => (name === "?" ? String(before) : (call.environment[name] ?? ""));
    let stdin = call.stdin;
    let code = 0;
    for (const [index, { words: pieces, redirects }] of commands.entries()) {
      const words = pieces.flatMap((each) => wordsOf(each, value));
      const parts: Buffer[] = [];
      const isLast = index === commands.length - 1;
      const outs: Outs = [isLast ? call.out : async (part) => void parts.push(Buffer.from(part as string)), call.err];
      for (const { from, to } of redirects)
        outs[from - 1] = to === "nowhere" ? async () => {} : (outs[to - 1] as Outs[0]);
      code = await one(words, { ...call, stdin, out: outs[0], err: outs[1] });
      stdin = once(Buffer.concat(parts));
    }
    return code;
  };
  const one = async (words: readonly string[], call: CommandCall): Promise<number> => {
    const [first] = words;
    if (first === undefined) return 0;
    const assigned = /^([A-Za-z_]\w*)=(.*)$/s.exec(first);
    if (assigned !== null) {
      const [, name = "", text = ""] = assigned;
      if (words.length === 1) call.environment[name] = text;
      else return one(words.slice(1), { ...call, environment: { ...call.environment, [name]: text } });
      return 0;
    }
    if (first === "exit") throw new Exit(Number(words[1] ?? 0) & 255);
    if (first === "exec") return one(words.slice(1), call);
    if (first === "export") return one(words.slice(1), call);
    if (first === "set" || first === "trap" || first === "cd") return 0;
    return run(words, call);
  };
  /** Commands as they come in: each is run when it is whole, and nobody waits for the end of the input. */
  const piped = async (stdin: AsyncIterable<Uint8Array>, call: CommandCall): Promise<number> => {
    let text = "";
    let code = 0;
    for await (const part of stdin) {
      text += Buffer.from(part).toString();
      const end = text.lastIndexOf("\n") + 1;
      const list = end === 0 ? undefined : wholeScript(text.slice(0, end));
      if (list === undefined) continue;
      text = text.slice(end);
      code = await steps(list, call, code);
    }
    return steps(readScript(text), call, code);
  };
  const interactive = async (call: CommandCall): Promise<number> => {
    const hasTerminal = call.size() !== undefined;
    const inner = { ...call, environment: { ...call.environment }, stdin: nothing() };
    if (!hasTerminal) return piped(call.stdin, inner);
    const prompt = "/ # ";
    let line = "";
    let code = 0;
    await call.out(prompt);
    for await (const part of call.stdin)
      for (const sign of Buffer.from(part).toString()) {
        if (sign === "\u0004" && line === "") return code;
        if (sign === "\u007f") {
          if (line !== "") await call.out("\b \b");
          line = line.slice(0, -1);
        } else if (sign === "\u0003") {
          line = "";
          await call.out(`^C\r\n${prompt}`);
        } else if (sign === "\r" || sign === "\n") {
          await call.out("\r\n");
          code = await script(line, inner);
          line = "";
          await call.out(prompt);
        } else {
          line += sign;
          await call.out(sign);
        }
      }
    return code;
  };
  return { knows: (name) => find(name) !== undefined, run };
}
