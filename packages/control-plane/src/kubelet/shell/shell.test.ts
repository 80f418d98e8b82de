import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "@aro/runtime";
import { nothing, once } from "./command.ts";
import { createShell } from "./shell.ts";

const shell = createShell((name) =>
  name === "greet"
    ? async ({ args, out }) => {
        await out(`good day, ${args.join(" ")}\n`);
        return 0;
      }
    : undefined,
);
const files = new Map(
  Object.entries({ "/etc/config/color": "blue\n", "/etc/config/size": "7", "/etc/token": "secret" }).map(
    ([path, text]) => [path, { content: Buffer.from(text), mode: 0o640 }],
  ),
);

async function run(words: readonly string[], { stdin = "", terminal = false } = {}) {
  let out = "";
  let err = "";
  const code = await shell.run(words, {
    args: [],
    environment: { HOSTNAME: "pod", GREETING: "good day", EMPTY: "" },
    files: async () => files,
    hostname: "pod",
    stdin: stdin === "" ? nothing() : once(Buffer.from(stdin)),
    out: async (part) => {
      out += Buffer.from(part as string).toString();
    },
    err: async (part) => {
      err += part;
    },
    size: () => (terminal ? { columns: 80, rows: 24 } : undefined),
    signal: new AbortController().signal,
    clock: manualClock(0),
  });
  return { code, out, err };
}
const sh = (script: string, options = {}) => run(["sh", "-c", script], options);

const cases: readonly [script: string, out: string, code?: number][] = [
  ["echo one two", "one two\n"],
  ["echo 'a  b' \"$GREETING\" $GREETING '$GREETING'", "a  b good day good day $GREETING\n"],
  [`echo \${GREETING}s $EMPTY end`, "good days end\n"],
  ["true && echo yes || echo no", "yes\n"],
  ["false && echo yes || echo no", "no\n"],
  ["false; echo $?", "1\n"],
  ["exit 3; echo never", "", 3],
  ["sh -c 'exit 4'; echo $?", "4\n"],
  ["NAME=you; echo hello $NAME", "hello you\n"],
  ["cat /etc/config/color | grep blue | wc -l", "1\n"],
  ["cat /etc/config/color /etc/config/size", "blue\n7"],
  ["ls /etc", "config\ntoken\n"],
  [
    "ls -l /etc/config",
    "-rw-r-----    1 root     root             5 color\n-rw-r-----    1 root     root             1 size\n",
  ],
  ["test -f /etc/token && [ -d /etc/config ] && echo both", "both\n"],
  ["printf 'a\\nb\\nc\\n' | tail -n 1", "c\n"],
  ["date +%F", "1970-01-01\n"],
  ["env | sort | head -2", "EMPTY=\nGREETING=good day\n"],
  ["echo quiet > /dev/null; echo loud", "loud\n"],
  ["nonsense 2>&1 | cat", "nonsense: not found\n"],
  ["nonsense 2>/dev/null; echo $?", "127\n"],
  ["# nothing\necho line # and no more", "line\n"],
  ["greet you", "good day, you\n"],
];
for (const [script, out, code = 0] of cases)
  test(`a shell runs ${JSON.stringify(script)}`, async () => {
    const answered = await sh(script);
    assert.deepEqual([answered.out, answered.code], [out, code]);
  });

test("what is missing is told on stderr", async () => {
  assert.deepEqual(await run(["cat", "/none"]), { code: 1, out: "", err: "cat: /none: No such file or directory\n" });
  assert.deepEqual(await run(["nonsense"]), { code: 127, out: "", err: "nonsense: not found\n" });
  assert.equal((await sh("echo 'open")).code, 2);
  assert.equal((await sh("echo on stderr >&2")).err, "on stderr\n");
});

test("a command takes what is typed, and a shell without a terminal runs it", async () => {
  assert.equal((await run(["cat"], { stdin: "typed" })).out, "typed");
  assert.equal((await run(["sh"], { stdin: "hostname; exit 5\n" })).code, 5);
});

test("a shell with a terminal echoes, prompts, and ends with Ctrl-D", async () => {
  const { out, code } = await run(["sh"], { stdin: "echo hi\r\u0004", terminal: true });
  assert.deepEqual([out, code], ["/ # echo hi\r\nhi\n/ # ", 0]);
});

test("a shell without a terminal runs what it is told as it comes, a loop when it is whole", async () => {
  const given: string[] = ["echo o", "ne\nwhile false\n", "do echo never; done\necho two\n", "exit 3\n"];
  let out = "";
  const code = await shell.run(["sh"], {
    args: [],
    environment: {},
    files: async () => files,
    hostname: "pod",
    stdin: (async function* () {
      for (const part of given) yield Buffer.from(part);
      throw new Error("nobody waits for the end of the input");
    })(),
    out: async (part) => {
      out += String(part);
    },
    err: async () => {},
    size: () => undefined,
    signal: new AbortController().signal,
    clock: manualClock(),
  });
  assert.deepEqual([out, code], ["one\ntwo\n", 3]);
});
