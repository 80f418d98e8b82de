// Runs the test suites and says what came out: a line per failing or skipped test, a line per file, and the last line
// `N passed, N failed, N skipped`. Usage: npm test [-- PATTERN…]; patterns are parts of file names.
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { run } from "node:test";
import { replayAll } from "../test/contract/exchanges/replay.ts";
import { whenThisEnds } from "../test/harness/ending.ts";

const root = join(import.meta.dirname, "..");
const patterns = process.argv.slice(2);
const files = globSync(
  ["packages/*/src/**/*.test.ts", "packages/*/tools/**/*.test.ts", "test/**/*.test.ts", "tools/**/*.test.ts"],
  { cwd: root },
)
  .filter((file) => !file.includes("node_modules"))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();
if (files.length === 0) {
  console.error(`no test file matches ${patterns.join(", ")}`);
  process.exit(2);
}

// What the suites say to the service is written down, and held against the published descriptions when all have ended.
const exchanges = mkdtempSync(join(tmpdir(), "aro-exchanges-"));
process.env["ARO_EXCHANGES"] = exchanges;
// What the tests have started they end themselves, once they are told.
const stop = new AbortController();
whenThisEnds(() => {
  stop.abort();
  rmSync(exchanges, { recursive: true, force: true });
});

const started = performance.now();
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
let passed = 0;
let failed = 0;
let skipped = 0;
const perFile = new Map<string, { passed: number; failed: number; milliseconds: number }>();
const failures: string[] = [];
const skips: string[] = [];

const stream = run({
  files: files.map((file) => join(root, file)),
  concurrency: 2,
  timeout: 300_000,
  signal: stop.signal,
});
stream.on("test:pass", (event) => note(event, true));
stream.on("test:fail", (event) => note(event, false));
stream.on("test:stderr", (event) => process.stderr.write(event.message));

type Event = {
  name: string;
  file?: string;
  line?: number;
  skip?: string | boolean;
  todo?: string | boolean;
  nesting: number;
  details: { type?: string; duration_ms: number; error?: Error & { failureType?: string } };
};
function note(event: Event, ok: boolean): void {
  const file = event.file === undefined ? event.name : relative(root, event.file);
  const row = perFile.get(file) ?? { passed: 0, failed: 0, milliseconds: 0 };
  perFile.set(file, row);
  if (event.nesting === 0) row.milliseconds += event.details.duration_ms;
  if (event.details.type === "suite") {
    if (!ok && event.details.error?.failureType !== "subtestsFailed")
      failures.push(`${file}: ${event.name}\n${text(event.details.error)}`);
    return;
  }
  if (event.skip !== undefined && event.skip !== false) {
    skipped++;
    skips.push(`${file}: ${event.name}${typeof event.skip === "string" && event.skip !== "" ? `: ${event.skip}` : ""}`);
  } else if (ok) {
    passed++;
    row.passed++;
  } else if (event.details.error?.failureType !== "subtestsFailed") {
    failed++;
    row.failed++;
    failures.push(`${file}:${event.line ?? ""} ${event.name}\n${text(event.details.error)}`);
    console.error(`FAILED ${file}: ${event.name}`);
  }
}
function text(error: (Error & { cause?: unknown }) | undefined): string {
  const cause = error?.cause instanceof Error ? error.cause : error;
  return (cause?.stack ?? JSON.stringify(error?.cause ?? error ?? "no error was given")).replace(/^/gm, "    ");
}

async function conclude(): Promise<void> {
  const replayed = await replayAll(exchanges);
  if (replayed?.ok === true) passed++;
  else if (replayed !== undefined) {
    failed++;
    failures.push(replayed.text);
  }
  for (const [file, row] of [...perFile].sort(([a], [b]) => a.localeCompare(b)))
    console.log(`${row.failed > 0 ? "✗" : "✓"} ${file}  ${row.passed + row.failed} in ${seconds(row.milliseconds)}`);
  if (replayed?.ok === true) console.log(`✓ ${replayed.text}`);
  for (const skip of skips) console.log(`skipped  ${skip}`);
  for (const failure of failures) console.error(`\n✗ ${failure}`);
  console.log(`\n${files.length} files in ${seconds(performance.now() - started)}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 || failures.length > 0 || passed === 0 ? 1 : 0;
}

stream.on("end", () => void conclude());
stream.resume();
