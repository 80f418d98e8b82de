import type { MountedFile } from "../mounted-file.ts";
import { type Command, type CommandCall, textOf } from "./command.ts";

const absolute = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/"))
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  return `/${parts.join("/")}`;
};

/** Names of what lies in a folder; undefined when there is no such folder. */
function folder(files: ReadonlyMap<string, MountedFile>, path: string): string[] | undefined {
  const stem = path === "/" ? "/" : `${path}/`;
  const names = new Set<string>();
  for (const file of files.keys()) if (file.startsWith(stem)) names.add(file.slice(stem.length).split("/")[0] ?? "");
  return names.size === 0 && path !== "/" ? undefined : [...names].sort();
}

const missing = (command: string, path: string): string => `${command}: ${path}: No such file or directory\n`;

/** The texts of the files named, or of stdin; files that are missing are told. */
async function inputs(
  command: string,
  { files: read, stdin, err }: CommandCall,
  paths: readonly string[],
): Promise<{ texts: string[]; code: number }> {
  if (paths.length === 0) return { texts: [await textOf(stdin)], code: 0 };
  const files = await read();
  const texts: string[] = [];
  let code = 0;
  for (const path of paths) {
    const file = path === "-" ? undefined : files.get(absolute(path));
    if (path === "-") texts.push(await textOf(stdin));
    else if (file !== undefined) texts.push(Buffer.from(file.content).toString());
    else {
      code = 1;
      await err(folder(files, absolute(path)) ? `${command}: ${path}: Is a directory\n` : missing(command, path));
    }
  }
  return { texts, code };
}

const linesOf = (text: string): string[] => text.replace(/\n$/, "").split("\n");

const cat: Command = async (call) => {
  const paths = call.args.filter((one) => one === "-" || !one.startsWith("-"));
  if (paths.length === 0) {
    for await (const part of call.stdin) await call.out(part);
    return 0;
  }
  const files = await call.files();
  let code = 0;
  for (const path of paths) {
    const file = files.get(absolute(path));
    if (file !== undefined) await call.out(file.content);
    else {
      const read = await inputs("cat", call, [path]);
      for (const text of read.texts) await call.out(text);
      code ||= read.code;
    }
  }
  return code;
};

const ls: Command = async ({ args, files: read, out, err }) => {
  const files = await read();
  const flags = args.filter((one) => one.startsWith("-")).join("");
  const paths = args.filter((one) => !one.startsWith("-"));
  let code = 0;
  for (const path of paths.length === 0 ? ["/"] : paths) {
    const at = absolute(path);
    const names = files.has(at) ? [path] : folder(files, at);
    if (names === undefined) {
      await err(`ls: ${path}: No such file or directory\n`);
      code = 1;
      continue;
    }
    if (paths.length > 1 && !files.has(at)) await out(`${path}:\n`);
    for (const name of names) {
      const file = files.get(files.has(at) ? at : absolute(`${at}/${name}`));
      const kind = file === undefined ? "drwxr-xr-x" : `-${permissions(file.mode)}`;
      const size = String(file?.content.length ?? 4096).padStart(9);
      await out(flags.includes("l") ? `${kind}    1 root     root     ${size} ${name}\n` : `${name}\n`);
    }
  }
  return code;
};

const permissions = (mode: number): string =>
  [6, 3, 0]
    .map((shift) => (mode >> shift) & 7)
    .map((bits) => `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`)
    .join("");

/** `-n NUMBER`, `-nNUMBER` or `-NUMBER`, and the rest. */
function count(args: readonly string[]): { lines: number; paths: string[] } {
  const usualLines = 10;
  const paths: string[] = [];
  let lines = usualLines;
  for (let at = 0; at < args.length; at++) {
    const one = args[at] as string;
    if (one === "-n") lines = Number(args[++at]);
    else if (/^-n?\d+$/.test(one)) lines = Number(one.replace(/^-n?/, ""));
    else paths.push(one);
  }
  return { lines, paths };
}

const cut =
  (name: "head" | "tail"): Command =>
  async (call) => {
    const { lines, paths } = count(call.args);
    const { texts, code } = await inputs(name, call, paths);
    for (const text of texts) {
      const all = linesOf(text);
      const kept = name === "head" ? all.slice(0, lines) : all.slice(Math.max(0, all.length - lines));
      if (kept.length > 0 && text !== "") await call.out(`${kept.join("\n")}\n`);
    }
    return code;
  };

const wc: Command = async (call) => {
  const flags = call.args.filter((one) => one.startsWith("-")).join("");
  const { texts, code } = await inputs(
    "wc",
    call,
    call.args.filter((one) => !one.startsWith("-")),
  );
  for (const text of texts) {
    const numbers = [
      ["l", text.split("\n").length - 1],
      ["w", text.split(/\s+/).filter((one) => one !== "").length],
      ["c", Buffer.byteLength(text)],
    ] as const;
    const shown = numbers.filter(([flag]) => flags === "" || flags.includes(flag)).map(([, value]) => value);
    await call.out(`${shown.join(" ")}\n`);
  }
  return code;
};

const grep: Command = async (call) => {
  const flags = call.args.filter((one) => one.startsWith("-")).join("");
  const [pattern = "", ...paths] = call.args.filter((one) => !one.startsWith("-"));
  const expression = new RegExp(flags.includes("F") ? RegExp.escape(pattern) : pattern, flags.includes("i") ? "i" : "");
  const { texts, code } = await inputs("grep", call, paths);
  let found = 0;
  for (const text of texts)
    for (const line of text === "" ? [] : linesOf(text)) {
      if (expression.test(line) === flags.includes("v")) continue;
      found++;
      if (!flags.includes("q") && !flags.includes("c")) await call.out(`${line}\n`);
    }
  if (flags.includes("c")) await call.out(`${found}\n`);
  return code > 0 ? 2 : found > 0 ? 0 : 1;
};

const sort: Command = async (call) => {
  const { texts, code } = await inputs(
    "sort",
    call,
    call.args.filter((one) => !one.startsWith("-")),
  );
  const all = texts.flatMap((text) => (text === "" ? [] : linesOf(text))).sort();
  if (call.args.includes("-r")) all.reverse();
  const kept = call.args.includes("-u") ? [...new Set(all)] : all;
  if (kept.length > 0) await call.out(`${kept.join("\n")}\n`);
  return code;
};

const test: Command = async ({ args, files: read }) => {
  const files = await read();
  const words = args.at(-1) === "]" ? args.slice(0, -1) : args;
  const [first = "", second = "", third = ""] = words;
  const at = absolute(second);
  const holds = (): boolean => {
    if (first === "!") return false;
    if (words.length === 3) {
      if (second === "=" || second === "==") return first === third;
      if (second === "!=") return first !== third;
      return second === "-eq" ? Number(first) === Number(third) : second === "-ne" && Number(first) !== Number(third);
    }
    if (first === "-f") return files.has(at);
    if (first === "-d") return folder(files, at) !== undefined;
    if (first === "-e") return files.has(at) || folder(files, at) !== undefined;
    if (first === "-z") return second === "";
    if (first === "-n") return second !== "";
    return words.length === 1 && first !== "";
  };
  return holds() ? 0 : 1;
};

/** Commands that look at files. */
export const fileCommands: Readonly<Record<string, Command>> = {
  cat,
  ls,
  head: cut("head"),
  tail: cut("tail"),
  wc,
  grep,
  sort,
  test,
  "[": test,
};
