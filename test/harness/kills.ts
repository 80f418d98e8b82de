import assert from "node:assert/strict";
import { systemClock } from "@aro/runtime";
import { censusOfStore } from "./census/store.ts";
import { type FaultOrder, faultText } from "./control.ts";
import type { Furnished } from "./course.ts";
import type { Customer } from "./customer.ts";
import type { Instance } from "./instance.ts";
import { kernelState, operatorsOf, processNamed, restarted } from "./processes.ts";

/** Processes that die at one point. */
export type Victims = "rp" | "emulator" | "rp,emulator" | "operator";
/** Those that a cluster's Azure half has. */
export const everyVictims: readonly Victims[] = ["rp", "emulator", "rp,emulator"];

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
  const names = victims.split(",").filter((name) => name !== "operator");
  const operators = operatorsOf(instance);
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
    if (victims === "operator") await operatorsBack(instance, operators);
    if (step !== undefined) assert.equal(await seen, step, "the step in which the process died");
    return result;
  } finally {
    acting.abort();
    await instance.control.clear(armed.id);
  }
}

const operatorPatienceMilliseconds = 60_000;

/** Returns when both roles of the operator run again and none of those that were killed does. @throws AssertionError when they do not. */
export async function operatorsBack(instance: Instance, killed: readonly number[]): Promise<void> {
  const until = systemClock.monotonic() + operatorPatienceMilliseconds;
  for (;;) {
    const now = operatorsOf(instance);
    if (now.length >= 2 && !now.some((pid) => killed.includes(pid))) return;
    assert.ok(
      systemClock.monotonic() < until,
      `operators ${killed.join(", ")} were killed, there are ${now.join(", ") || "none"}`,
    );
    await systemClock.sleep(100);
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
