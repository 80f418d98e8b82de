import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { type BackendProcess, linesOf, operationIdIn, withBackends } from "../../harness/backends.ts";
import { bytesOf, written } from "../../harness/census/bytes.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import type { FaultOrder } from "../../harness/control.ts";
import { created, type Furnished, furnished } from "../../harness/course.ts";
import { apiVersion, deleteCluster, putCluster } from "../../harness/customer.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Case } from "../../harness/matrix.ts";
import { stopStill } from "../../harness/processes.ts";
import { azureSteps } from "../../harness/steps.ts";
import { operationOf, type SeenStatus } from "../../harness/watch.ts";
import { moreWrites, writesToArm } from "../arm-calls.ts";
import { assertCreated, assertRemoved, undisturbedLikeness } from "../course.ts";
import { matchOf, writesOfCreate, writesOfDelete } from "../writes.ts";

/*
 * A worker that is stopped by SIGSTOP until its lease is over, and goes on when another has finished: it writes nothing, neither to the store
 * nor to Azure (architecture §5.4). It stands at a boundary, or with a write to ARM under way; in both cases what it waited for has come
 * while it slept, so that it goes on the moment it wakes.
 */

/**
 * Until the process has been stopped, which takes some milliseconds, or a second on a busy machine; then what it waits for comes. A call to
 * ARM is not waited for longer than two seconds.
 */
const holdMilliseconds = { boundary: 4_000, write: 1_500 };
/** In which a worker that goes on would write: its lease's heartbeat and the polls of Azure are far shorter. */
const afterMilliseconds = 2_500;
const takeoverMilliseconds = 120_000;
const sayMilliseconds = 10_000;

interface Place {
  name: string;
  at: keyof typeof holdMilliseconds;
  order: (instance: Instance, one: Furnished) => Omit<FaultOrder, "do">;
}

const boundaries = (steps: readonly { name: string }[]): Place[] =>
  steps
    .filter(({ name }) => name !== "waitOutFormerOperations")
    .flatMap(({ name }) =>
      ["started", "finished"].map((edge) => ({
        name: `${name}:${edge}`,
        at: "boundary" as const,
        order: () => ({ match: { boundary: `${name}:${edge}` } }),
      })),
    );

const inWrites = (writes: typeof writesOfCreate): Place[] =>
  writes.map((write) => ({
    name: `in-${write.name}`,
    at: "write",
    order: (instance, { customer }) => ({
      match: matchOf(write, instance, customer),
      ...(write.skip === undefined ? {} : { skip: write.skip }),
    }),
  }));

/** How often a worker may have gone on before it was stopped: on a machine that stands still for longer than a call to ARM is waited for. */
const mostMissed = 3;

/** Begins an operation, stops its worker where `place` says, lets the others finish, wakes it, and looks at what it does. */
async function outlived(
  instance: Instance,
  one: Furnished,
  place: Place,
  begin: () => Promise<string>,
  note: (text: string) => void,
): Promise<"outlived" | "missed"> {
  await using backends = await withBackends(instance, 2);
  const hold = await instance.control.arm({
    ...place.order(instance, one),
    do: { kind: "delay", milliseconds: holdMilliseconds[place.at] },
  });
  const address = await begin();
  await instance.control.untilStruck(hold.id);
  const stopped = backends.holder(operationIdIn(address));
  const pid = stopped.pid();
  await stopStill(pid);
  try {
    await untilEnded(instance, one, operationIdIn(address));
    if (didFinish(instance, stopped, operationIdIn(address))) {
      note("its worker went on before it was stopped");
      return "missed";
    }
    const others = backends.all.filter(({ name }) => name !== stopped.name);
    await untilSaid(() => others.some((other) => didFinish(instance, other, operationIdIn(address))));
    note(`${stopped.name === "rp" ? "the service's own backend" : "another"} was stopped`);
    const asked = await writesToArm(instance);
    const before = bytesOf(instance);
    process.kill(pid, "SIGCONT");
    await systemClock.sleep(afterMilliseconds);
    // A call that finds nothing left to change is one too many all the same.
    assert.deepEqual(moreWrites(asked, await writesToArm(instance)), {}, "asked of ARM after the worker went on");
    assert.deepEqual(written(before, bytesOf(instance)), [], "written after the worker went on");
    const lines = linesOf(instance, stopped.name, operationIdIn(address));
    assert.ok(
      lines.some(({ event }) => event === "lost lease"),
      "the stopped worker never noticed that it lost its lease",
    );
  } finally {
    process.kill(pid, "SIGCONT");
    await instance.control.clear(hold.id);
  }
  const { json } = await instance.client.ok({ method: "GET", path: address, apiVersion });
  assert.equal((json as unknown as SeenStatus).status, "Succeeded", JSON.stringify(json));
  return "outlived";
}

/** Tries with a cluster of its own each, until the worker was stopped in time. */
async function stoppedInTime(attempt: () => Promise<"outlived" | "missed">): Promise<void> {
  for (let missed = 0; (await attempt()) === "missed"; )
    assert.ok(++missed < mostMissed, "the worker was never stopped before it went on");
}

const didFinish = (instance: Instance, { name }: BackendProcess, operationId: string): boolean =>
  linesOf(instance, name, operationId).some(({ event }) => event === "long running operation succeeded");

/** The end is in the store before it is in the log. */
async function untilSaid(isSaid: () => boolean): Promise<void> {
  const until = systemClock.monotonic() + sayMilliseconds;
  while (!isSaid()) {
    assert.ok(systemClock.monotonic() < until, "nobody else finished the operation");
    await systemClock.sleep(20);
  }
}

/** The store is asked, not ARM: the stopped process may be the one that answers. */
async function untilEnded(instance: Instance, { customer }: Furnished, operationId: string): Promise<void> {
  const until = systemClock.monotonic() + takeoverMilliseconds;
  for (;;) {
    const { operations } = censusOfStore(instance, customer);
    const status = operations.find(({ id }) => id === operationId)?.asyncOperation.status ?? "";
    if (/^(Succeeded|Failed|Canceled)$/.test(status)) return;
    if (systemClock.monotonic() > until)
      throw new Error(`nobody finished the operation of the stopped worker: ${status}`);
    await systemClock.sleep(50);
  }
}

const creates = (places: readonly Place[]): Case[] =>
  places.map((place) => ({
    name: `stop/create/${place.name}`,
    place: "alone",
    run: async (instance, note) => {
      await undisturbedLikeness(instance);
      await stoppedInTime(async () => {
        const one = await furnished(instance);
        const begin = async () => operationOf(await putCluster(instance, one.customer));
        const outcome = await outlived(instance, one, place, begin, note);
        await assertCreated(instance, one);
        return outcome;
      });
    },
  }));

const deletes = (places: readonly Place[]): Case[] =>
  places.map((place) => ({
    name: `stop/delete/${place.name}`,
    place: "alone",
    run: async (instance, note) => {
      await stoppedInTime(async () => {
        const one = await furnished(instance);
        await created(instance, one);
        const begin = async () => operationOf(await deleteCluster(instance, one.customer));
        const outcome = await outlived(instance, one, place, begin, note);
        await assertRemoved(instance, one);
        return outcome;
      });
    },
  }));

export const stoppedWorkerCases: readonly Case[] = [
  ...creates([...boundaries(azureSteps("Creating")), ...inWrites(writesOfCreate)]),
  ...deletes([...boundaries(azureSteps("Deleting")), ...inWrites(writesOfDelete)]),
];
