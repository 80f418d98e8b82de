import assert from "node:assert/strict";
import { test } from "node:test";
import { CloudError, type OperationProgress, scaledDurations } from "@aro/api";
import { type ManualClock, manualClock } from "@aro/runtime";
import fc from "fast-check";
import { type Checkpoint, type RunStepsOptions, runSteps } from "./run-steps.ts";
import type { Step } from "./step.ts";

const durations = scaledDurations(1);

/** Progress in memory, with every state that was written. */
function memoryCheckpoint(stored?: OperationProgress): Checkpoint & { written: OperationProgress[] } {
  let progress = stored;
  const written: OperationProgress[] = [];
  return {
    written,
    progress: () => progress,
    write: async (change) => {
      progress = change(progress);
      written.push(progress);
    },
  };
}

type Options = Partial<RunStepsOptions<undefined>> & { steps: readonly Step<undefined>[] };

const run = (options: Options) =>
  runSteps({
    context: undefined,
    checkpoint: memoryCheckpoint(),
    clock: manualClock(),
    durations,
    signal: new AbortController().signal,
    retry: { mayPass: () => false },
    ...options,
  });

const once = (name: string, effect: (signal: AbortSignal) => unknown = () => {}): Step<undefined> => ({
  kind: "once",
  name,
  run: async (_, signal) => void (await effect(signal)),
});

/** Lets `promise` run on a manual clock: advances by `step` until it is settled. */
async function settled<Value>(clock: ManualClock, promise: Promise<Value>, step = 1_000): Promise<Value> {
  let done = false;
  const watched = promise.finally(() => {
    done = true;
  });
  watched.catch(() => {});
  for (let turns = 0; !done && turns < 10_000; turns++) await clock.advance(step);
  return watched;
}

test("steps run in order, and each boundary is one write that ends one step and begins the next", async () => {
  const order: string[] = [];
  const checkpoint = memoryCheckpoint();
  const outcome = await run({
    steps: ["a", "b", "c"].map((name) => once(name, () => order.push(name))),
    checkpoint,
  });
  assert.deepEqual(order, ["a", "b", "c"]);
  assert.deepEqual(
    checkpoint.written.map((progress) => [progress.finished.map((step) => step.name), progress.current?.name]),
    [
      [[], "a"],
      [["a"], "b"],
      [["a", "b"], "c"],
    ],
  );
  assert.ok(outcome.outcome === "finished");
  const last = outcome.last(checkpoint.progress());
  assert.deepEqual(
    last.finished.map((step) => step.name),
    ["a", "b", "c"],
  );
  assert.equal(last.current, undefined);
  assert.equal(last.percentComplete, 99);
});

test("a step that does not apply to the cluster is no part of the list", async () => {
  const checkpoint = memoryCheckpoint();
  await run({ steps: [{ ...once("a"), appliesTo: () => false }, once("b")], checkpoint });
  assert.deepEqual(
    checkpoint.written.map((progress) => [progress.total, progress.current?.name, progress.current?.index]),
    [[1, "b", 0]],
  );
});

test("an edge is told before the write that records a step, and after the write that starts one", async () => {
  const checkpoint = memoryCheckpoint();
  const edges: string[] = [];
  await run({
    steps: [once("a"), once("b")],
    checkpoint,
    onEdge: async ({ step, edge, index, total }) => {
      edges.push(`${edge} ${step} ${index}/${total} after ${checkpoint.written.length} writes`);
    },
  });
  assert.deepEqual(edges, [
    "started a 0/2 after 1 writes",
    "finished a 0/2 after 1 writes",
    "started b 1/2 after 2 writes",
    "finished b 1/2 after 2 writes",
  ]);
});

test("an error stops the list and leaves the failed step as the current one", async () => {
  const boom = new Error("boom");
  const checkpoint = memoryCheckpoint();
  const outcome = await run({
    steps: [
      once("a"),
      once("b", () => {
        throw boom;
      }),
      once("c", () => assert.fail("ran after the failure")),
    ],
    checkpoint,
  });
  assert.deepEqual(outcome, { outcome: "failed", step: "b", retriedAuthorization: false, error: boom });
  assert.equal(checkpoint.progress()?.current?.name, "b");
});

test("a condition is evaluated at once and then every conditionPoll until it holds", async () => {
  const clock = manualClock();
  const began = clock.monotonic();
  const at: number[] = [];
  const step: Step<undefined> = {
    kind: "condition",
    name: "ready",
    limit: "attachNsgsLimit",
    timeoutMessage: "never",
    evaluate: async () => at.push(clock.monotonic() - began) === 3,
  };
  const outcome = await settled(clock, run({ steps: [step], clock }));
  assert.equal(outcome.outcome, "finished");
  assert.deepEqual(at, [0, 10_000, 20_000]);
});

test("a condition that takes long to look at is looked at less often, and at least every ten polls", async () => {
  const clock = manualClock();
  const at: number[] = [];
  const looks = [1_000, 5_000, 60_000, 0];
  const step: Step<undefined> = {
    kind: "condition",
    name: "ready",
    limit: "apiServersLimit",
    timeoutMessage: "never",
    evaluate: async (_, signal) => {
      await clock.sleep(looks[at.length] ?? 0, signal);
      return at.push(clock.monotonic()) === looks.length;
    },
  };
  assert.equal((await settled(clock, run({ steps: [step], clock }))).outcome, "finished");
  const rests = at.slice(1).map((ended, index) => ended - (at[index] ?? 0) - (looks[index + 1] ?? 0));
  assert.deepEqual(rests, [10_000, 20_000, 100_000]);
});

test("a condition that does not hold within its limit fails as DeploymentFailed, 500, with its message", async () => {
  const clock = manualClock();
  let last = 0;
  const step: Step<undefined> = {
    kind: "condition",
    name: "ready",
    limit: "attachNsgsLimit",
    timeoutMessage: "The API server did not start.",
    evaluate: async () => {
      last = clock.monotonic();
      return false;
    },
  };
  const outcome = await settled(clock, run({ steps: [step], clock }));
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof CloudError);
  assert.equal(outcome.error.status, 500);
  assert.deepEqual(outcome.error.body, { code: "DeploymentFailed", message: "The API server did not start." });
  assert.equal(last, durations.attachNsgsLimit, "the last look is at the limit itself");
});

test("the limit of a condition does not interrupt an evaluation in flight", async () => {
  const clock = manualClock();
  const step: Step<undefined> = {
    kind: "condition",
    name: "slow",
    limit: "attachNsgsLimit",
    timeoutMessage: "never",
    evaluate: async (_, signal) => {
      await clock.sleep(2 * durations.attachNsgsLimit, signal);
      return true;
    },
  };
  assert.equal((await settled(clock, run({ steps: [step], clock }))).outcome, "finished");
});

test("an error of a condition ends the list at once", async () => {
  const broken = new Error("no such object");
  const step: Step<undefined> = {
    kind: "condition",
    name: "ready",
    limit: "attachNsgsLimit",
    timeoutMessage: "never",
    evaluate: () => Promise.reject(broken),
  };
  const outcome = await run({ steps: [step] });
  assert.ok(outcome.outcome === "failed" && outcome.error === broken);
});

test("a step is tried again on authorization errors, with a renewed authorizer each time", async () => {
  const clock = manualClock();
  const denied = new Error("denied");
  const at: number[] = [];
  let renewals = 0;
  const step: Step<undefined> = {
    kind: "once",
    name: "roles",
    retryAuthorization: true,
    run: async () => {
      at.push(clock.monotonic());
      if (at.length < 3) throw denied;
    },
  };
  const retry = { mayPass: (error: unknown) => error === denied, renew: async () => void renewals++ };
  assert.equal((await settled(clock, run({ steps: [step], clock, retry }))).outcome, "finished");
  assert.deepEqual(at, [0, 30_000, 60_000]);
  assert.equal(renewals, 2);
});

test("when the limit of the authorization retry passes, the last real error is reported (spec 03 §15.2)", async () => {
  const clock = manualClock();
  let tries = 0;
  const step: Step<undefined> = {
    kind: "once",
    name: "roles",
    retryAuthorization: true,
    run: () => Promise.reject(new Error(`denied ${++tries}`)),
  };
  const outcome = await settled(clock, run({ steps: [step], clock, retry: { mayPass: () => true } }));
  assert.ok(outcome.outcome === "failed" && outcome.error instanceof Error);
  assert.equal(outcome.error.message, `denied ${tries}`);
  assert.equal(tries, 21, "at once, and every 30 s for 10 minutes");
  assert.equal(outcome.retriedAuthorization, true);
});

test("an authorization retry ends with any other error, and with the error of renewing the authorizer", async () => {
  const clock = manualClock();
  const other = new Error("quota");
  const step: Step<undefined> = {
    kind: "once",
    name: "roles",
    retryAuthorization: true,
    run: () => Promise.reject(other),
  };
  const first = await run({ steps: [step], clock });
  assert.ok(first.outcome === "failed" && first.error === other);
  const gone = new Error("certificate gone");
  const second = await run({ steps: [step], clock, retry: { mayPass: () => true, renew: () => Promise.reject(gone) } });
  assert.ok(second.outcome === "failed" && second.error === gone);
});

test("authorization errors are not retried in a step that does not ask for it", async () => {
  let tries = 0;
  const step = once("a", () => {
    tries++;
    throw new Error("denied");
  });
  await run({ steps: [step], retry: { mayPass: () => true } });
  assert.equal(tries, 1);
});

test("an aborted run waits for the call in flight and does not record its step", async () => {
  const controller = new AbortController();
  const checkpoint = memoryCheckpoint();
  let release = () => {};
  const inFlight = new Promise<void>((resolve) => {
    release = resolve;
  });
  let returned = false;
  const running = run({
    steps: [once("a", () => inFlight), once("b", () => assert.fail("started after the stop"))],
    checkpoint,
    signal: controller.signal,
  });
  void running.then(() => {
    returned = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort(new Error("lost"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(returned, false, "the call has not returned");
  release();
  assert.deepEqual(await running, { outcome: "stopped", step: "a" });
  assert.deepEqual(checkpoint.progress()?.finished, []);
});

test("a checkpoint that may write no more ends the run before the step starts", async () => {
  const controller = new AbortController();
  const lost = new Error("lost");
  const outcome = await run({
    steps: [once("a", () => assert.fail("ran without a mark that it started"))],
    signal: controller.signal,
    checkpoint: {
      progress: () => undefined,
      write: () => {
        controller.abort(lost);
        return Promise.reject(lost);
      },
    },
  });
  assert.deepEqual(outcome, { outcome: "stopped", step: "a" });
});

class Crash extends Error {}

test("property: after a crash anywhere, a rerun runs each once step at least once, in order, and never after its mark", async () => {
  const steps = fc.array(fc.constantFrom("once", "memory", "condition"), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat({ max: 40 }), { maxLength: 6 }), async (kinds, crashes) => {
      let stored: OperationProgress | undefined;
      let effects: string[] = [];
      let percent = 0;
      const attempt = async (crashAt: number): Promise<boolean> => {
        let points = 0;
        const point = () => {
          if (points++ === crashAt) throw new Crash();
        };
        const list = kinds.map((kind, index): Step<undefined> => {
          const name = `${kind}${index}`;
          const act = async () => {
            point();
            const marked = stored?.finished.some((mark) => mark.name === name) ?? false;
            assert.ok(!(marked && kind === "once"), `${name} ran after it was marked finished`);
            effects.push(name);
            point();
          };
          if (kind === "condition")
            return {
              kind,
              name,
              limit: "conditionPoll",
              timeoutMessage: "",
              evaluate: async () => {
                await act();
                return true;
              },
            };
          return kind === "once" ? { kind, name, run: act } : { kind: "memory", name, run: act };
        });
        const checkpoint: Checkpoint = {
          progress: () => stored,
          write: async (change) => {
            point();
            const next = change(stored);
            assert.ok(next.percentComplete >= percent && next.percentComplete < 100);
            percent = next.percentComplete;
            stored = next;
            point();
          },
        };
        try {
          const outcome = await run({ steps: list, checkpoint });
          if (outcome.outcome === "failed") {
            assert.ok(outcome.error instanceof Crash, String(outcome.error));
            return false;
          }
          assert.ok(outcome.outcome === "finished");
          stored = outcome.last(stored);
          return true;
        } catch (error) {
          assert.ok(error instanceof Crash, String(error));
          return false;
        }
      };
      for (const crashAt of crashes) if (await attempt(crashAt)) return;
      effects = effects.filter((name) => name.startsWith("once"));
      const before = effects.length;
      assert.ok(await attempt(-1));
      const onces = kinds.flatMap((kind, index) => (kind === "once" ? [`once${index}`] : []));
      const first = effects.filter((name) => name.startsWith("once"));
      assert.deepEqual([...new Set(first)], onces, "each at least once, first effects in order");
      const again = effects.slice(before).filter((name) => !name.startsWith("once"));
      assert.deepEqual(
        again,
        kinds.flatMap((kind, index) => (kind === "once" ? [] : [`${kind}${index}`])),
        "memory and conditions all again",
      );
      assert.deepEqual(
        stored?.finished.map((mark) => mark.name),
        kinds.map((kind, index) => `${kind}${index}`),
        "one mark each, in order",
      );
    }),
    { numRuns: 300 },
  );
});
