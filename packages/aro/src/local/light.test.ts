import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

/** Tells on stdout, at its end, what the process has loaded of libraries and of the contract's versions. */
const telling = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = new Set();
  registerHooks({ load(url, context, next) { loaded.add(url); return next(url, context); } });
  process.on("exit", () => process.stdout.write([...loaded].join("\\n")));
`)}`;

test("what 'aro local up' and its supervisor start with is small: no SDK, no validators of the contract's versions", () => {
  const start = ["./command.ts", "./supervisor-process.ts", "./start.ts"]
    .map((file) => `await import(${JSON.stringify(import.meta.resolve(file))});`)
    .join("");
  const loaded = execFileSync(process.execPath, ["--import", telling, "--input-type=module", "--eval", start], {
    encoding: "utf8",
    env: {},
  });
  assert.match(loaded, /packages\/aro\/src\/local\/supervise\.ts/);
  assert.doesNotMatch(loaded, /node_modules\/@azure\/|packages\/api\/src\/generated\//);
});
