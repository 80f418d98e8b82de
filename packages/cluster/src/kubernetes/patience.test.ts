import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, scaledDurations } from "@aro/api";
import { ApiServerUnreachable, KubernetesError } from "@aro/kubernetes";
import { manualClock } from "@aro/runtime";
import type { OnceStep } from "@aro/steps";
import { silentLog } from "@aro/telemetry";
import type { ClusterContext } from "../context.ts";
import { withPatience } from "./patience.ts";

const durations = scaledDurations(1);
const away = () => new ApiServerUnreachable("https://10.0.0.4:6443", new Error("connect ECONNREFUSED"));

/** Runs a step that does `act` at each try; how it ended, how often it was tried, and after how long. */
async function run(act: (attempt: number) => void) {
  const clock = manualClock();
  const began = clock.monotonic();
  let tries = 0;
  const step: OnceStep<ClusterContext> = {
    name: "disableSamples",
    kind: "once",
    run: async () => act(++tries),
  };
  const [patient] = withPatience([step]) as [OnceStep<ClusterContext>];
  const context = { clock, durations, run: { log: silentLog } } as unknown as ClusterContext;
  const outcome: { error?: unknown; isOver?: true } = {};
  const running = patient
    .run(context, new AbortController().signal)
    .catch((error: unknown) => {
      outcome.error = error;
    })
    .finally(() => {
      outcome.isOver = true;
    });
  for (let turns = 0; outcome.isOver === undefined && turns < 1_000; turns++) await clock.advance(10_000);
  await running;
  return { error: outcome.error, tries, milliseconds: clock.monotonic() - began };
}

test("a step goes on when the API server is back", async () => {
  const { error, tries } = await run((attempt) => {
    if (attempt === 1) throw away();
    if (attempt === 2) throw new KubernetesError(503, "", "the server is starting");
  });
  assert.deepEqual([error, tries], [undefined, 3]);
});

test("a server that says when to come again is asked no earlier", async () => {
  const { milliseconds, tries } = await run((attempt) => {
    if (attempt === 1) throw new KubernetesError(429, "TooManyRequests", "slow down", 60);
  });
  assert.equal(tries, 2);
  assert.ok(milliseconds >= 60_000, `${milliseconds}`);
});

test("one that stays away ends the step with who did not answer, in which step", async () => {
  const { error, milliseconds } = await run(() => {
    throw away();
  });
  assert.ok(error instanceof CloudError);
  assert.equal(error.body.code, "ServiceUnavailable");
  assert.match(error.body.message, /'disableSamples'.*https:\/\/10\.0\.0\.4:6443 does not answer.*ECONNREFUSED/);
  assert.ok(milliseconds <= durations.apiServerPatience + 10_000, `${milliseconds}`);
});

test("a refusal is not tried again, and is told in the API server's own words", async () => {
  const { error, tries } = await run(() => {
    throw new KubernetesError(403, "Forbidden", "admission webhook said no");
  });
  assert.equal(tries, 1);
  assert.ok(error instanceof CloudError);
  assert.equal(error.body.code, "DeploymentFailed");
  assert.match(error.body.message, /'disableSamples'.*admission webhook said no/);
  assert.deepEqual(error.body.details, [{ code: "Forbidden", message: "admission webhook said no" }]);
});

test("what is no API server's is thrown as it is, at once", async () => {
  const broken = new Error("the vault has no such secret");
  const { error, tries } = await run(() => {
    throw broken;
  });
  assert.deepEqual([error, tries], [broken, 1]);
});
