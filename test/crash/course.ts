import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { censusOfCloud } from "../harness/census/cloud.ts";
import { assertNoCluster } from "../harness/census/no-cluster.ts";
import { assertAlike, assertOneCluster, type Before, type Likeness, partOf } from "../harness/census/one-cluster.ts";
import { censusOfStore } from "../harness/census/store.ts";
import { type FaultOrder, faultText } from "../harness/control.ts";
import { type Customer, deleteCluster, makeCustomer, patchOutbound, putCluster } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import { kernelState, processNamed, restarted } from "../harness/processes.ts";
import { operationOf, type Watched, watch } from "../harness/watch.ts";

/** Processes that die at one point. */
export type Victims = "rp" | "emulator" | "rp,emulator";
export const everyVictims: readonly Victims[] = ["rp", "emulator", "rp,emulator"];

/** A customer, and what they had before there was a cluster. */
export interface Furnished {
  customer: Customer;
  before: Before;
}

export async function furnished(instance: Instance): Promise<Furnished> {
  const customer = await makeCustomer(instance);
  return { customer, before: partOf(await censusOfCloud(instance, customer.subscriptionId), customer) };
}

/** A create that ends well, with nothing in its way but what the caller armed. */
export async function created(instance: Instance, { customer }: Furnished): Promise<Watched> {
  const watched = await watch(instance, customer, operationOf(await putCluster(instance, customer)));
  assertSucceeded(watched);
  return watched;
}

/** An update to so many outbound addresses that ends well. */
export async function updated(instance: Instance, { customer }: Furnished, count: number): Promise<Watched> {
  const watched = await watch(instance, customer, operationOf(await patchOutbound(instance, customer, count)));
  assertSucceeded(watched);
  return watched;
}

/** A delete that ends well. */
export async function removed(instance: Instance, { customer }: Furnished): Promise<Watched> {
  const watched = await watch(instance, customer, operationOf(await deleteCluster(instance, customer)));
  assertSucceeded(watched);
  return watched;
}

function assertSucceeded({ last }: Watched): void {
  assert.equal(last.status, "Succeeded", JSON.stringify(last.error ?? last));
  assert.equal(last.percentComplete, 100);
  assert.ok(last.endTime !== undefined, "no endTime");
  for (const { name, status } of last.operations ?? []) assert.equal(status, "Succeeded", `step ${name}`);
}

let undisturbed: Promise<Likeness> | undefined;

/** What a cluster is like that nothing disturbed; made once in a process, on the first instance that asks. */
export function undisturbedLikeness(instance: Instance): Promise<Likeness> {
  undisturbed ??= (async () => {
    const one = await furnished(instance);
    await created(instance, one);
    return (await assertOneCluster(instance, one.customer, one.before)).likeness;
  })();
  return undisturbed;
}

/** What an update to two outbound addresses makes below the managed group. */
const oneMoreAddress = { besides: ["/providers/microsoft.network/publicipaddresses/GUID-outbound-pip-v4"] };

let undisturbedUpdate: Promise<Likeness> | undefined;

function undisturbedAfterUpdate(instance: Instance): Promise<Likeness> {
  undisturbedUpdate ??= (async () => {
    const one = await furnished(instance);
    await created(instance, one);
    await updated(instance, one, 2);
    return (await assertOneCluster(instance, one.customer, one.before, oneMoreAddress)).likeness;
  })();
  return undisturbedUpdate;
}

/** After an update to two outbound addresses: everything counted, and alike to what nothing disturbed. */
export async function assertUpdated(instance: Instance, one: Furnished): Promise<void> {
  const { likeness, store } = await assertOneCluster(instance, one.customer, one.before, oneMoreAddress);
  assertAlike(await undisturbedAfterUpdate(instance), likeness);
  assert.equal(store.operations.length, 2, "operations in the store");
}

/** After a create: everything counted, and alike to what nothing disturbed. `operations` is how many were ever begun. */
export async function assertCreated(instance: Instance, one: Furnished, operations = 1): Promise<void> {
  const { likeness, store } = await assertOneCluster(instance, one.customer, one.before);
  assertAlike(await undisturbedLikeness(instance), likeness);
  assert.equal(store.operations.length, operations, "operations in the store");
}

/** After a delete: only what the customer had. */
export const assertRemoved = (
  instance: Instance,
  one: Furnished,
  billing: "closed" | "none" | "either" = "closed",
): Promise<void> => assertNoCluster(instance, one.customer, one.before, billing);

/** Where processes die. */
export interface Kill {
  order: Omit<FaultOrder, "do">;
  victims: Victims;
  /** The step in which they are to die; absent where the order names the step itself. */
  step?: string | undefined;
  when?: "before" | "after" | undefined;
}

/** Runs `act` with processes killed at the point that `kill` names; checks that they died there and once. */
export async function withKill<Result>(
  instance: Instance,
  one: Furnished,
  { order, victims, step, when }: Kill,
  act: () => Promise<Result>,
): Promise<Result> {
  const names = victims.split(",");
  const lives = names.map((name) => {
    const found = processNamed(instance.folder, name);
    if (found === undefined) throw new Error(`${name} does not run`);
    return found;
  });
  const armed = await instance.control.arm({
    ...order,
    do: { kind: "kill", process: victims, ...(when === undefined ? {} : { when }) },
  });
  const acting = new AbortController();
  const seen = stepAtDeath(instance, one.customer, lives[0]?.pid ?? 0, acting.signal);
  try {
    const result = await act();
    acting.abort();
    const fault = await instance.control.fault(armed.id);
    assert.equal(fault.struck, 1, `the kill did not strike: ${faultText(fault)}`);
    for (const life of lives) {
      const next = await restarted(instance.folder, life.name, life.restarts);
      assert.equal(next.restarts, life.restarts + 1, `${life.name} died more than once`);
    }
    if (step !== undefined) assert.equal(await seen, step, "the step in which the process died");
    return result;
  } finally {
    acting.abort();
    await instance.control.clear(armed.id);
  }
}

/** The step that the store says runs at the moment when `pid` dies. */
async function stepAtDeath(
  instance: Instance,
  customer: Customer,
  pid: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  while (!signal.aborted) {
    const state = kernelState(pid);
    if (state === undefined || state === "Z") {
      const { operations } = censusOfStore(instance, customer);
      return operations.find(({ asyncOperation }) => asyncOperation.endTime === undefined)?.asyncOperation.progress
        ?.current?.name;
    }
    await systemClock.sleep(4);
  }
  return undefined;
}
