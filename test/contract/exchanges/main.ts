// npm run exchanges -- FILE|FOLDER…: holds what suites wrote down against the published descriptions. Whoever runs a suite, or `./aro local up`,
// with ARO_EXCHANGES=FOLDER has it written there.
import { existsSync } from "node:fs";
import { replayAll } from "./replay.ts";

const paths = process.argv.slice(2);
const lost = paths.find((path) => !existsSync(path));
if (paths.length === 0 || lost !== undefined) {
  console.error(
    lost === undefined
      ? "name the files or folders that a suite has written its exchanges to (ARO_EXCHANGES=FOLDER); usage: npm run exchanges -- FILE|FOLDER…"
      : `${lost} does not exist`,
  );
  process.exit(2);
}
const said = await Promise.all(paths.map(replayAll));
const replayed = said.filter((one) => one !== undefined);
for (const { ok, text } of replayed) console.log(`${ok ? "✓" : "✗"} ${text}`);
if (replayed.length === 0) console.error("nothing was written there");
process.exitCode = replayed.length > 0 && replayed.every(({ ok }) => ok) ? 0 : 1;
