import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";
import { type Case, commit, type MatrixOptions, type Result, runMatrix } from "./matrix.ts";

/** A case of a suite as a test of `npm test`. */
export interface Chosen {
  one: Case;
  /** It looks at processes by /proc, which Linux has: skipped elsewhere, with that reason. */
  looksAtProcesses?: boolean;
}

const seed = commit()?.id ?? "not a checkout";

/** Which of the cases that begin so is run, the commit decides, so that all come by in time and a failure comes again. */
export function drawn(cases: readonly Case[], prefix: string): Case {
  const among = cases.filter(({ name }) => name.startsWith(prefix));
  const number = createHash("sha256").update(`${seed} ${prefix}`).digest().readUInt32BE(0);
  const one = among[number % among.length];
  if (one === undefined) throw new Error(`there are no cases ${prefix}`);
  return one;
}

/** Makes a test of each case; they are run together as {@link runMatrix} runs them. `all`: by which command all are run. */
export function asTests(
  title: string,
  chosen: readonly Chosen[],
  all: string,
  options: Omit<MatrixOptions, "progress">,
): void {
  const isLinux = process.platform === "linux";
  console.error(
    [`${title}, drawn by commit ${seed}:`, ...chosen.map(({ one }) => `  ${one.name}`), `all of them: ${all}`].join(
      "\n",
    ),
  );
  const results = new Map(chosen.map(({ one }) => [one.name, Promise.withResolvers<Result>()]));
  // Looked at when its test comes, which may be later.
  for (const { promise } of results.values()) promise.catch(() => undefined);
  const running = runMatrix(
    chosen.filter(({ looksAtProcesses }) => isLinux || looksAtProcesses !== true).map(({ one }) => one),
    { ...options, progress: (result) => results.get(result.name)?.resolve(result) },
  );
  running.catch((error: unknown) => {
    for (const { reject } of results.values()) reject(error);
  });
  for (const { one, looksAtProcesses } of chosen)
    test(one.name, {
      skip: isLinux || looksAtProcesses !== true ? false : "looks at processes by /proc, which Linux has",
    }, async () => {
      const result = await results.get(one.name)?.promise;
      assert.ok(result?.ok, result?.problem ?? "it did not run");
    });
  after(async () => void (await running));
}
