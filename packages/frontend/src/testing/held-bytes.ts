// Prints how many bytes of each request V8 takes into its old generation, round by round, as a JSON list: `held.test.ts` runs it, with a young generation of one size.
import { getHeapSpaceStatistics } from "node:v8";
import { silentLog } from "@aro/telemetry";
import { clusterBody } from "./cluster-body.ts";
import { clusterPath, openWorld, requestOf, version } from "./world.ts";

const warmUp = 1000;
const rounds = 5;
const requestsOfRound = 400;
/** Some at a time, since each waits for the disk. */
const atOnce = 20;

/** Bytes in the old generation, where things come that are not soon collected. */
const oldBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name: name }) => name === "old_space")?.space_used_size ?? 0;

await using world = await openWorld({ deps: { log: silentLog } });

async function putOne(n: number): Promise<void> {
  const path = `${clusterPath(`c${n}`)}?${version}`;
  const { status } = await world.frontend.handle(requestOf("PUT", path, { body: clusterBody(n) }));
  if (status !== 201) throw new Error(`PUT of c${n} answered ${status}`);
}

let next = 1;
async function put(count: number): Promise<void> {
  for (const end = next + count; next < end; next += atOnce)
    await Promise.all(Array.from({ length: atOnce }, (_, index) => putOne(next + index)));
}

await put(warmUp);
const held: number[] = [];
for (let round = 0; round < rounds; round++) {
  const before = oldBytes();
  await put(requestsOfRound);
  held.push(Math.round((oldBytes() - before) / requestsOfRound));
}
process.stdout.write(JSON.stringify(held));
