import assert from "node:assert/strict";
import type { JsonObject } from "@aro/api";
import { systemClock } from "@aro/runtime";
import { bytesOf, written } from "../../harness/census/bytes.ts";
import { censusOfStore } from "../../harness/census/store.ts";
import { getCluster } from "../../harness/customer.ts";
import { operationOf, watch } from "../../harness/watch.ts";
import type { Ending, ReadList, Step } from "../scenario.ts";
import { assertError } from "./expect.ts";
import { filled } from "./fill.ts";
import type { Scene } from "./scene.ts";
import { send } from "./send.ts";

const patienceMilliseconds = 240_000;
const pollMilliseconds = 50;

/** Does the steps of a scenario one after another. @throws AssertionError at the first that does not go as it says. */
export async function play(steps: readonly Step[], scene: Scene): Promise<void> {
  for (const step of steps) await playOne(step, scene);
}

async function playOne(step: Step, scene: Scene): Promise<void> {
  const { instance, faults, all } = scene;
  if ("send" in step) await send(step, scene);
  else if ("wait" in step) await waitFor(step.wait, step.until, scene);
  else if ("arm" in step) faults.set(step.as, (await instance.control.arm(filled(step.arm, scene))).id);
  else if ("struck" in step) await instance.control.untilStruck(faultNamed(step.struck, scene), step.times);
  else if ("clear" in step) await instance.control.clear(faultNamed(step.clear, scene));
  else if ("unchanged" in step) await playUnchanged(step.unchanged, scene);
  else if ("subscription" in step)
    await instance.control.setSubscription(scene.customer.subscriptionId, step.subscription);
  else if ("each" in step) await Promise.all(all.map((one) => play(step.each, one)));
  else if ("times" in step) for (let time = 0; time < step.times; time++) await play(step.steps, scene);
  else if ("gone" in step) await untilGone(scene);
  else if ("state" in step) await untilState(scene, step.state);
  else await readList(step, scene);
}

function faultNamed(name: string, { faults }: Scene): string {
  const id = faults.get(name);
  if (id === undefined) throw new Error(`the scenario armed no fault ${name}`);
  return id;
}

async function waitFor(name: string, until: Ending, scene: Scene): Promise<void> {
  const answer = scene.answers.get(name);
  if (answer === undefined) throw new Error(`the scenario has no answer ${name}`);
  const { last } = await watch(scene.instance, scene.customer, operationOf(answer));
  const told = JSON.stringify(last.error ?? last);
  if (until === "Succeeded") {
    assert.deepEqual([last.status, last.percentComplete], ["Succeeded", 100], told);
    return;
  }
  assert.equal(last.status, until.status, told);
  if (until.step !== undefined)
    assert.equal(last.operations?.find(({ status }) => status === until.status)?.name, until.step, told);
  assertError(last.error, filled(until.error, scene), `the operation of ${name}`);
}

async function playUnchanged(steps: readonly Step[], scene: Scene): Promise<void> {
  const { instance, customer } = scene;
  const before = bytesOf(instance, customer.subscriptionId);
  await play(steps, scene);
  assert.deepEqual(written(before, bytesOf(instance, customer.subscriptionId)), [], "written where nothing was to be");
}

async function untilGone({ instance, all }: Scene): Promise<void> {
  const until = systemClock.monotonic() + patienceMilliseconds;
  for (const { customer } of all)
    for (;;) {
      const { clusters } = censusOfStore(instance, customer);
      if (clusters.length === 0) break;
      if (systemClock.monotonic() > until)
        throw new Error(`${customer.cluster} is still there: ${JSON.stringify(clusters[0]).slice(0, 400)}`);
      await systemClock.sleep(pollMilliseconds);
    }
}

async function untilState({ instance, customer }: Scene, state: string): Promise<void> {
  const until = systemClock.monotonic() + patienceMilliseconds;
  for (;;) {
    const { json } = await getCluster(instance, customer);
    const found = (json as { properties?: { provisioningState: string } }).properties?.provisioningState;
    if (found === state) return;
    if (systemClock.monotonic() > until) throw new Error(`${customer.cluster} is ${found}, not ${state}`);
    await systemClock.sleep(pollMilliseconds);
  }
}

/** Follows a list's links, which lead to ARM (ARM-HDR-03), to its end. */
async function readList({ list, version, pages, names }: ReadList, scene: Scene): Promise<void> {
  const { client, arm } = scene.instance;
  const found: string[] = [];
  const sizes: number[] = [];
  let path: string | undefined = filled(list, scene);
  while (path !== undefined) {
    const { json } = await client.ok({ method: "GET", path, apiVersion: version ?? "2025-07-25" });
    const { value, nextLink } = json as { value: (JsonObject & { name: string })[]; nextLink?: string };
    sizes.push(value.length);
    found.push(...value.map(({ name }) => name));
    if (nextLink !== undefined) assert.ok(nextLink.startsWith(`${arm}/`), `the link ${nextLink} does not lead to ARM`);
    assert.ok(sizes.length <= 100, "the list has no end");
    path = nextLink;
  }
  assert.deepEqual([sizes, found], [pages, filled(names, scene)], `pages and names of ${list}`);
}
