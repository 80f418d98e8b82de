import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { WorkDocument } from "@aro/api";
import { systemClock } from "@aro/runtime";
import { faultText } from "../harness/control.ts";
import { created, type Furnished, furnished, removed } from "../harness/course.ts";
import type { Instance } from "../harness/instance.ts";
import { operatorsBack, type Victims } from "../harness/kills.ts";
import type { Case } from "../harness/matrix.ts";
import { operatorsOf, processNamed, restarted } from "../harness/processes.ts";
import { rewriteDocuments } from "../harness/store-write.ts";
import type { Watched, WatchOptions } from "../harness/watch.ts";
import { assertCreated, assertRemoved } from "./course.ts";
import { allVictims, boundaries, type Flow, mayDie } from "./kills.ts";

/*
 * Lives of whole clusters in which somebody dies at every other boundary of the create and of the delete. Over all lives every victim dies once at
 * every boundary, for the price of eight clusters instead of four hundred.
 */

interface PlannedKill {
  boundary: string;
  victims: Victims;
}

/** At even and at odd boundaries, and of each half one life for each victim to begin with. */
const halves = 2;
export const lives = halves * allVictims.length;

/** Who dies where in a life; victims take turns. */
export const killsOf = (flow: Flow, life: number): readonly PlannedKill[] =>
  boundaries[flow].flatMap((boundary, index) => {
    if (index % halves !== life % halves) return [];
    const turn = Math.floor(index / halves) + Math.floor(life / halves);
    const victims = allVictims[turn % allVictims.length] as Victims;
    return mayDie(flow, boundary, victims) ? [{ boundary, victims }] : [];
  });

/** A life has many deaths, after each of which a lease has to run out; whoever looks all the time would keep two cores busy. */
const patience: WatchOptions = { patienceMilliseconds: 900_000, lookMilliseconds: 500 };

/** Runs `act` with all these kills armed; checks that each struck once, that nobody died besides, and that all who died are back. */
async function withKills(
  instance: Instance,
  one: Furnished,
  kills: readonly PlannedKill[],
  act: () => Promise<Watched>,
): Promise<Watched> {
  const { control, folder } = instance;
  const armed = new Set<string>();
  const supervised = (["rp", "emulator"] as const).map((name) => ({
    name,
    restarts: processNamed(folder, name)?.restarts ?? Number.NaN,
    deaths: kills.filter(({ victims }) => victims.split(",").includes(name)).length,
  }));
  const unmet = nobodies(instance);
  for (const { boundary, victims } of kills)
    armed.add((await control.arm({ match: { boundary }, do: { kind: "kill", process: victims } })).id);
  const acting = new AbortController();
  const giving = giveTakingsBack(instance, one, acting.signal);
  try {
    const watched = await act();
    acting.abort();
    await giving;
    const faults = (await control.faults()).filter(({ id }) => armed.has(id));
    assert.deepEqual(faults.filter(({ struck }) => struck !== 1).map(faultText), [], "kills that did not strike once");
    for (const { name, restarts, deaths } of supervised) {
      const now = deaths === 0 ? processNamed(folder, name) : await restarted(folder, name, restarts + deaths - 1);
      assert.equal(now?.restarts, restarts + deaths, `lives of ${name}`);
    }
    assert.deepEqual(nobodies(instance).slice(unmet.length), [], "kills at which there was nobody");
    return watched;
  } finally {
    acting.abort();
    for (const id of armed) await control.clear(id);
  }
}

const nobodies = (instance: Instance): string[] =>
  readFileSync(instance.log("emulator"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"fault.kill.nobody"'));

const lookMilliseconds = 50;

/**
 * An operation is taken up five times at most in a phase (spec 02 §14 invariant 8), which is not what is tried here: whenever the service has died,
 * the takings that are counted are forgotten, long before its lease has run out and somebody may take the work again.
 */
async function giveTakingsBack(instance: Instance, { customer }: Furnished, signal: AbortSignal): Promise<void> {
  let living = processNamed(instance.folder, "rp")?.pid;
  while (!signal.aborted) {
    const now = processNamed(instance.folder, "rp")?.pid;
    if (now !== living && living !== undefined)
      rewriteDocuments(instance, customer.subscriptionId, (body) => {
        const document = JSON.parse(body) as Partial<WorkDocument>;
        if (document.kind !== "work" || document.state !== "leased") return undefined;
        return JSON.stringify({ ...document, dequeues: 0 });
      });
    living = now;
    await systemClock.sleep(lookMilliseconds);
  }
}

export const killChains: readonly Case[] = Array.from({ length: lives }, (_, life) => ({
  name: `whole/chain/kills/${life + 1}-of-${lives}`,
  place: "alone",
  run: async (instance, note) => {
    const one = await furnished(instance);
    const creation = await withKills(instance, one, killsOf("Creating", life), () => created(instance, one, patience));
    note(`${killsOf("Creating", life).length} kills in a create of ${creation.milliseconds} ms`);
    await operatorsBack(instance, []);
    await assertCreated(instance, one);
    const deletion = await withKills(instance, one, killsOf("Deleting", life), () => removed(instance, one, patience));
    note(`${killsOf("Deleting", life).length} in a delete of ${deletion.milliseconds} ms`);
    await assertRemoved(instance, one);
    assert.deepEqual(operatorsOf(instance), [], "operators without a cluster");
  },
}));
