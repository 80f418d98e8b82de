import { type Exchange, readExchanges } from "./exchange.ts";
import { createJudge, descriptions } from "./judge.ts";

/** What came of a replay. */
export interface Replay {
  exchanges: number;
  /** How many of them a description was found for. */
  described: number;
  /** By what was wrong, one exchange that shows it, and how many do. */
  faults: readonly { problem: string; example: string; count: number }[];
}

/** Holds all exchanges below `paths` against the descriptions. */
export async function replay(paths: readonly string[]): Promise<Replay> {
  const judge = await createJudge();
  const exchanges = readExchanges(paths);
  const faults = new Map<string, { example: string; count: number }>();
  let described = 0;
  for (const exchange of exchanges) {
    const verdict = await judge(exchange);
    if (verdict.outcome !== "undescribed") described++;
    if (verdict.outcome !== "fault") continue;
    for (const problem of new Set(verdict.problems)) {
      const found = faults.get(problem) ?? { example: lineOf(exchange), count: 0 };
      found.count++;
      faults.set(problem, found);
    }
  }
  return {
    exchanges: exchanges.length,
    described,
    faults: [...faults].map(([problem, found]) => ({ problem, ...found })),
  };
}

/** What a suite says of the exchanges it has left in `folder`; undefined when there are none. */
export async function replayAll(folder: string): Promise<{ ok: boolean; text: string } | undefined> {
  const { exchanges, described, faults } = await replay([folder]);
  if (exchanges === 0) return undefined;
  const said = `${exchanges} exchanges, ${described} of them in ${descriptions.what}, ${faults.length} faults`;
  const lines = faults.map(({ problem, example, count }) => `  ${count} times: ${problem}\n      ${example}`);
  return { ok: faults.length === 0, text: [said, ...lines].join("\n") };
}

const longest = 300;

const lineOf = ({ method, url, status, response = "" }: Exchange): string =>
  `${method} ${url} → ${status} ${response}`.slice(0, longest);
