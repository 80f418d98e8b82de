import assert from "node:assert/strict";
import { type FaultOrder, faultText } from "../harness/control.ts";
import { created, creating, type Furnished, furnished, removed } from "../harness/course.ts";
import { deleteCluster } from "../harness/customer.ts";
import type { Instance } from "../harness/instance.ts";
import type { Case } from "../harness/matrix.ts";
import { wholeSteps } from "../harness/steps.ts";
import { operationOf, type SeenStatus, type Watched, type WatchOptions, watch } from "../harness/watch.ts";
import { type Calls, callsOfSteps, matchOf, textOf } from "./calls.ts";
import { assertCreated, assertRemoved } from "./course.ts";
import { assertAlike } from "./likeness.ts";

/*
 * A fault at every step of a create and of a delete, wherever the service asks somebody for something. What passes is passed over. What stays fails the
 * operation truthfully, in that step; the same request, once the cause is gone, goes on to the next. One cluster is failed at step after step.
 */

type Deed = FaultOrder["do"];

const patience: WatchOptions = { patienceMilliseconds: 600_000, lookMilliseconds: 200 };

const isWrite = ({ method }: Calls): boolean => method !== "GET" && method !== "HEAD";
const conditions: ReadonlySet<string> = new Set(
  (["Creating", "Deleting"] as const).flatMap((flow) =>
    wholeSteps(flow)
      .filter(({ kind }) => kind === "condition")
      .map(({ name }) => name),
  ),
);
/** In which steps nothing that is refused ends the operation: best effort, by what spec 03 says of them. */
const bestEffort: ReadonlySet<string> = new Set(["regainAccess"]);

/** A refusal as Kubernetes words it. */
const refusal = (code: number, reason: string, message: string): Deed => ({
  kind: "status",
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", code, reason, message },
});
const azures = (status: number, code: string): Deed => ({
  kind: "status",
  status,
  code,
  message: `Refused for a test, with ${code}.`,
});

/** What stays, for as long as it is armed; and words of the cause that the customer is to read. */
interface Staying {
  name: string;
  deed: Deed;
  /** In the message, not only in its details. */
  says: RegExp;
  strikes: (calls: Calls) => boolean;
  /** Over how many clusters the steps are dealt out, where each takes long to be given up; one when absent. */
  parts?: number;
}

const firmly = (calls: Calls): boolean => !conditions.has(calls.step) && !bestEffort.has(calls.step);
/** Writes, and reads where a step writes nothing there. */
const ofArm = (calls: Calls): boolean => calls.place === "arm" && !calls.isPoll && firmly(calls);
const ofKubernetes = (calls: Calls): boolean => ["cluster", "hive"].includes(calls.place) && firmly(calls);

const staying: readonly Staying[] = [
  { name: "400", deed: azures(400, "InvalidResourceInjected"), says: /InvalidResourceInjected/, strikes: ofArm },
  {
    name: "policy",
    deed: azures(403, "RequestDisallowedByPolicy"),
    says: /policy|RequestDisallowedByPolicy/i,
    strikes: (calls) => ofArm(calls) && isWrite(calls),
  },
  {
    name: "quota",
    deed: azures(409, "QuotaExceeded"),
    says: /QuotaExceeded/,
    strikes: (calls) => ofArm(calls) && isWrite(calls),
  },
  {
    name: "500",
    deed: azures(500, "InternalErrorInjected"),
    says: /InternalErrorInjected/,
    strikes: (calls) => ofArm(calls) && isWrite(calls),
  },
  {
    name: "throttle",
    deed: { kind: "throttle", retryAfterSeconds: 1 },
    says: /TooManyRequests|throttles/,
    parts: 3,
    strikes: (calls) => ofArm(calls) && isWrite(calls),
  },
  {
    name: "vault",
    deed: azures(403, "ForbiddenInjected"),
    says: /ForbiddenInjected/,
    strikes: (calls) => calls.place === "vault" && firmly(calls),
  },
  {
    name: "kubernetes-refuses",
    deed: refusal(403, "Forbidden", "admission webhook 'of-a-test' denied the request"),
    says: /of-a-test/,
    strikes: (calls) => ofKubernetes(calls) && isWrite(calls),
  },
  {
    name: "kubernetes-down",
    deed: { kind: "reset" },
    says: /API server/,
    strikes: ofKubernetes,
  },
];

/** What passes after `count` strikes: nobody is to notice but by the time it takes. */
interface Passing {
  name: string;
  deed: Deed;
  count: number;
  strikes: (calls: Calls) => boolean;
}

/** A POST or PATCH to Azure is not said twice when nobody knows whether it was heard (ARM-THR-02). */
const maySayTwice = ({ place, method }: Calls): boolean =>
  ["cluster", "hive"].includes(place) || ["GET", "PUT", "DELETE"].includes(method);

const passing: readonly Passing[] = [
  {
    name: "throttle-burst",
    deed: { kind: "throttle", retryAfterSeconds: 1 },
    count: 2,
    // Storage says 503 when it has enough.
    strikes: ({ place }) => place !== "blobs",
  },
  { name: "503", deed: azures(503, "ServerBusy"), count: 1, strikes: maySayTwice },
  { name: "reset", deed: { kind: "reset" }, count: 1, strikes: maySayTwice },
  { name: "lost-answer", deed: { kind: "lose" }, count: 1, strikes: maySayTwice },
  {
    name: "busy",
    deed: {
      kind: "status",
      status: 409,
      code: "AnotherOperationInProgress",
      message: "Another operation is in progress. Please retry later.",
      headers: { "retry-after": "1" },
    },
    count: 1,
    strikes: (calls) => calls.place === "arm" && isWrite(calls),
  },
  {
    name: "hanging",
    deed: { kind: "delay", milliseconds: 5_000 },
    count: 1,
    strikes: (calls) => ofKubernetes(calls) && isWrite(calls),
  },
];

const run = (flow: Calls["flow"], instance: Instance, one: Furnished): Promise<Watched> =>
  flow === "Creating"
    ? creating(instance, one, patience)
    : deleteCluster(instance, one.customer).then((answer) =>
        watch(instance, one.customer, operationOf(answer), patience),
      );

/** The operation failed where the fault was, and says why. */
function assertTold({ status, error, operations }: SeenStatus, says: RegExp, calls: Calls): void {
  const text = `${textOf(calls)}: ${status} ${JSON.stringify(error)}`;
  assert.equal(status, "Failed", text);
  assert.equal(operations?.find((step) => step.status === "Failed")?.name, calls.step, text);
  assert.match(error?.message ?? "", says, text);
  assert.match(error?.message ?? "", /again|support/, text);
  assert.notEqual(error?.code ?? "", "", text);
}

/** Fails the flow at each of these in turn, in the order in which they come. Gives how long each took. */
async function failedAtEach(
  instance: Instance,
  one: Furnished,
  { deed, says }: Staying,
  targets: readonly Calls[],
): Promise<void> {
  const faults: string[] = [];
  for (const calls of targets) {
    const fault = await instance.control.arm({ match: matchOf(calls), do: deed, count: "always" });
    let goesOn = true;
    try {
      const { last } = await run(calls.flow, instance, one);
      goesOn = last.status === "Failed";
      const after = await instance.control.fault(fault.id);
      assert.ok(after.struck >= 1, `${textOf(calls)}: ${faultText(after)}`);
      assertTold(last, says, calls);
    } catch (error) {
      // All of the chain is worth knowing, not only its first weak link.
      faults.push((error as Error).message.slice(0, 1_500));
      if (faults.length >= mostFaults) break;
    } finally {
      await instance.control.clear(fault.id);
    }
    // What has succeeded has nothing more to fail.
    if (!goesOn) break;
  }
  assert.deepEqual(faults, [], `${faults.length} of ${targets.length} were not told truthfully`);
}

const mostFaults = 12;

/** Every so many-th of them, from the one that the part begins with. */
const dealt = <One>(all: readonly One[], part: number, parts: number): One[] =>
  all.filter((_, index) => index % parts === part);

const stayingCases = staying.flatMap((fault) => {
  const parts = fault.parts ?? 1;
  return Array.from(
    { length: parts },
    (_, part): Case => ({
      name: `whole/chain/staying/${fault.name}${parts === 1 ? "" : `/${part + 1}-of-${parts}`}`,
      place: "alone",
      run: async (instance, note) => {
        const targets = (await callsOfSteps(instance)).filter(fault.strikes);
        const [creates, deletes] = (["Creating", "Deleting"] as const).map((flow) => {
          // Where a step writes, it is the write that is refused.
          const all = targets.filter(
            (calls) =>
              calls.flow === flow &&
              (isWrite(calls) || !targets.some((other) => other.step === calls.step && isWrite(other))),
          );
          return dealt(all, part, parts);
        }) as [Calls[], Calls[]];
        note(`${creates.length} in the create, ${deletes.length} in the delete`);
        const one = await furnished(instance);
        await failedAtEach(instance, one, fault, creates);
        await created(instance, one);
        await assertCreated(instance, one);
        await assertAlike(instance, one);
        await failedAtEach(instance, one, fault, deletes);
        await removed(instance, one);
        await assertRemoved(instance, one);
      },
    }),
  );
});

/** Runs a flow with all of these armed at once; each has to strike. */
async function passedOver(
  instance: Instance,
  { deed, count }: Passing,
  targets: readonly Calls[],
  act: () => Promise<Watched>,
): Promise<void> {
  const armed = new Map<string, Calls>();
  for (const calls of targets)
    armed.set((await instance.control.arm({ match: matchOf(calls), do: deed, count })).id, calls);
  try {
    await act();
    // A write that is asked for twice may find the second time that there is nothing left to wait for.
    const silent = (await instance.control.faults()).filter(
      ({ id, struck }) => struck === 0 && armed.get(id)?.isPoll === false,
    );
    assert.deepEqual(silent.map(faultText), [], "faults that did not strike");
  } finally {
    for (const id of armed.keys()) await instance.control.clear(id);
  }
}

const passingCases = passing.map(
  (fault): Case => ({
    name: `whole/chain/passing/${fault.name}`,
    place: "alone",
    run: async (instance, note) => {
      const targets = (await callsOfSteps(instance)).filter(fault.strikes);
      const of = (flow: Calls["flow"]) => targets.filter((calls) => calls.flow === flow);
      note(`${of("Creating").length} in the create, ${of("Deleting").length} in the delete`);
      const one = await furnished(instance);
      await passedOver(instance, fault, of("Creating"), () => created(instance, one, patience));
      await assertCreated(instance, one);
      await assertAlike(instance, one);
      await passedOver(instance, fault, of("Deleting"), () => removed(instance, one, patience));
      await assertRemoved(instance, one);
    },
  }),
);

/** A long-running operation of which Azure knows nothing any more when it is asked how it goes. */
const lost: Case = {
  name: "whole/chain/lost-operations",
  place: "alone",
  run: async (instance, note) => {
    const targets = (await callsOfSteps(instance)).filter(({ isPoll }) => isPoll);
    const one = await furnished(instance);
    const ends: string[] = [];
    const lose = async (flow: Calls["flow"]) => {
      for (const calls of targets.filter((one) => one.flow === flow)) {
        const gone = azures(404, "OperationNotFound");
        const fault = await instance.control.arm({ match: matchOf(calls), do: gone, count: "always" });
        const { last } = await run(flow, instance, one);
        await instance.control.clear(fault.id);
        ends.push(`${textOf(calls)} ${last.status}`);
        // What is looked at all the same, by what it was to make or to remove, goes on.
        if (last.status === "Succeeded") return;
        assertTold(last, /OperationNotFound/, calls);
      }
      await (flow === "Creating" ? created : removed)(instance, one);
    };
    await lose("Creating");
    await assertCreated(instance, one);
    await assertAlike(instance, one);
    await lose("Deleting");
    note(ends.join(", "));
    await assertRemoved(instance, one);
  },
};

export const faultChains: readonly Case[] = [...stayingCases, ...passingCases, lost];
