import assert from "node:assert/strict";
import type { CloudErrorBody } from "@aro/api";
import { systemClock } from "@aro/runtime";
import { apiVersion, type Customer } from "./customer.ts";
import type { WireAnswer } from "./https.ts";
import type { Instance } from "./instance.ts";

/** The status of an operation as a client reads it. */
export interface SeenStatus {
  id: string;
  name: string;
  status: string;
  percentComplete?: number;
  startTime?: string;
  endTime?: string;
  operations?: { name: string; status: string }[];
  error?: CloudErrorBody;
}

/** What a client saw that looked at an operation all along. */
export interface Watched {
  last: SeenStatus;
  /** Every different status, in order. */
  statuses: readonly SeenStatus[];
  /** Every different state of the resource, in order; `absent` when there was none. */
  states: readonly string[];
  looks: number;
  /** Looks that nobody answered. */
  unanswered: number;
  milliseconds: number;
}

const lookMilliseconds = 80;
const patienceMilliseconds = 240_000;

/** How a client looks that has a reason to look otherwise. */
export interface WatchOptions {
  /** How long it waits for the end. */
  patienceMilliseconds?: number;
  /** Between two looks. */
  lookMilliseconds?: number;
}
const terminal = /^(Succeeded|Failed|Canceled)$/;
/** What ARM says while the service, and what the network says while ARM, is away, or that it is asked too much. Nothing of it is about the operation. */
const away: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** The address of the operation that an answer began or found. @throws Error when it names none. */
export function operationOf(answer: WireAnswer): string {
  const address = answer.headers["azure-asyncoperation"];
  if (answer.status >= 400 || address === undefined)
    throw new Error(`no operation in the answer ${answer.status} ${answer.text.slice(0, 500)}`);
  return address;
}

/**
 * Looks at an operation and its cluster until the operation has ended, over restarts of everything, and holds both against what a
 * client may rely on: the percentage never falls (ARM-ASY-06), what is finished stays finished, and in whatever order the
 * two are read, neither has ended while the other runs (ARM-ASY-08). @throws AssertionError at the first look that breaks this.
 */
export async function watch(
  instance: Instance,
  customer: Customer,
  address: string,
  options: WatchOptions = {},
): Promise<Watched> {
  const { client } = instance;
  const patience = options.patienceMilliseconds ?? patienceMilliseconds;
  const pause = options.lookMilliseconds ?? lookMilliseconds;
  const began = systemClock.monotonic();
  const statuses: SeenStatus[] = [];
  const states: string[] = [];
  let [looks, unanswered] = [0, 0];
  const look = async (path: string): Promise<WireAnswer | undefined> => {
    try {
      const answer = await client.send({ method: "GET", path, apiVersion });
      if (!away.has(answer.status)) return answer;
      await systemClock.sleep(1_000 * Number(answer.headers["retry-after"] ?? 0));
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
    }
    unanswered++;
    return undefined;
  };
  const state = async (): Promise<string | undefined> => {
    const answer = await look(customer.cluster);
    if (answer === undefined) return undefined;
    if (answer.status === 404) return note(states, "absent");
    assert.equal(answer.status, 200, `the cluster was answered with ${answer.status} ${answer.text}`);
    return note(states, (answer.json as { properties: { provisioningState: string } }).properties.provisioningState);
  };
  for (;;) {
    looks++;
    const before = await state();
    const answer = await look(address);
    const now = answer === undefined ? undefined : readStatus(answer, statuses.at(-1));
    if (now !== undefined) {
      if (JSON.stringify(now) !== JSON.stringify(statuses.at(-1))) statuses.push(now);
      const ended = terminal.test(now.status);
      const another = ended ? await untilAnswered(state) : undefined;
      if (!ended)
        assert.ok(before === undefined || !terminal.test(before), `the cluster is ${before}, its operation runs`);
      else if (now.status !== "Canceled")
        assert.ok(isEnd(now, another), `the operation is ${now.status}, the cluster is ${another}`);
      if (ended)
        return {
          last: now,
          statuses,
          states,
          looks,
          unanswered,
          milliseconds: Math.round(systemClock.monotonic() - began),
        };
    }
    if (systemClock.monotonic() - began > patience)
      throw new Error(`the operation has not ended after ${patience / 1000} s: ${JSON.stringify(statuses.at(-1))}`);
    await systemClock.sleep(pause);
  }
}

/** The state in which an operation's end leaves the cluster: its own, or gone after a delete. */
const isEnd = (status: SeenStatus, state: string | undefined): boolean =>
  state === status.status || (status.status === "Succeeded" && state === "absent");

function readStatus(answer: WireAnswer, before: SeenStatus | undefined): SeenStatus {
  assert.equal(answer.status, 200, `the operation was answered with ${answer.status} ${answer.text}`);
  const now = answer.json as unknown as SeenStatus;
  if (before === undefined) return now;
  const percent = (one: SeenStatus) => one.percentComplete ?? 0;
  assert.ok(
    percent(now) >= percent(before),
    `percentComplete fell from ${before.percentComplete} to ${now.percentComplete}`,
  );
  assert.equal(now.startTime, before.startTime, "the operation's startTime changed");
  const finished = (one: SeenStatus) =>
    (one.operations ?? []).filter(({ status }) => status === "Succeeded").map(({ name }) => name);
  for (const name of finished(before))
    assert.ok(finished(now).includes(name), `step ${name} was finished and is not any more`);
  return now;
}

async function untilAnswered(state: () => Promise<string | undefined>): Promise<string | undefined> {
  for (let tries = 0; tries < 200; tries++) {
    const found = await state();
    if (found !== undefined) return found;
    await systemClock.sleep(lookMilliseconds);
  }
  return undefined;
}

function note(states: string[], state: string): string {
  if (states.at(-1) !== state) states.push(state);
  return state;
}
