import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { WorkDocument } from "@aro/api";
import { systemClock } from "@aro/runtime";
import { created, type Furnished, furnished, removed } from "../harness/course.ts";
import type { Instance } from "../harness/instance.ts";
import { operatorsBack, type Victims } from "../harness/kills.ts";
import type { Case } from "../harness/matrix.ts";
import { operatorsOf, processNamed, restarted } from "../harness/processes.ts";
import { rewriteDocuments } from "../harness/store-write.ts";
import type { Watched, WatchOptions } from "../harness/watch.ts";
import { assertCreated, assertRemoved } from "./course.ts";
import { allVictims, boundaries, type Flow, mayDie } from "./kills.ts";
import { assertAlike } from "./likeness.ts";

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

/**
 * Runs `act` with all these kills armed; checks that nobody died besides, and that all who died are back. Gives what it took, and the kills that
 * did not strike: while the cloud, which strikes them, was itself away, the service went past a boundary or two.
 */
async function withKills(
  instance: Instance,
  one: Furnished,
  kills: readonly PlannedKill[],
  act: () => Promise<Watched>,
): Promise<{ milliseconds: number; missed: readonly PlannedKill[] }> {
  const { control, folder } = instance;
  const armed = new Map<string, PlannedKill>();
  const supervised = (["rp", "emulator"] as const).map((name) => ({
    name,
    restarts: processNamed(folder, name)?.restarts ?? Number.NaN,
  }));
  const unmet = nobodies(instance);
  for (const kill of kills) {
    const order = { match: { boundary: kill.boundary }, do: { kind: "kill", process: kill.victims } };
    armed.set((await control.arm(order)).id, kill);
  }
  const acting = new AbortController();
  const giving = giveTakingsBack(instance, one, acting.signal);
  try {
    const { milliseconds } = await act();
    acting.abort();
    await giving;
    const silent = new Set((await control.faults()).filter(({ struck }) => struck === 0).map(({ id }) => id));
    const missed = [...armed].filter(([id]) => silent.has(id)).map(([, kill]) => kill);
    for (const { name, restarts } of supervised) {
      const deaths = kills.filter((kill) => !missed.includes(kill) && kill.victims.split(",").includes(name)).length;
      const now = deaths === 0 ? processNamed(folder, name) : await restarted(folder, name, restarts + deaths - 1);
      assert.equal(now?.restarts, restarts + deaths, `lives of ${name}`);
    }
    assert.deepEqual(nobodies(instance).slice(unmet.length), [], "kills at which there was nobody");
    return { milliseconds, missed };
  } finally {
    acting.abort();
    for (const id of armed.keys()) await control.clear(id);
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

/** Kills that were missed are tried in another cluster's life, where they are further apart. */
const mostRounds = 3;

export const killChains: readonly Case[] = Array.from({ length: lives }, (_, life) => ({
  name: `whole/chain/kills/${life + 1}-of-${lives}`,
  place: "alone",
  run: async (instance, note) => {
    let [inCreate, inDelete] = [killsOf("Creating", life), killsOf("Deleting", life)];
    for (let round = 1; inCreate.length + inDelete.length > 0; round++) {
      assert.ok(round <= mostRounds, `kills that never strike: ${JSON.stringify([inCreate, inDelete])}`);
      const one = await furnished(instance);
      const creation = await withKills(instance, one, inCreate, () => created(instance, one, patience));
      await operatorsBack(instance, []);
      await assertCreated(instance, one);
      await assertAlike(instance, one);
      const deletion = await withKills(instance, one, inDelete, () => removed(instance, one, patience));
      await assertRemoved(instance, one);
      assert.deepEqual(operatorsOf(instance), [], "operators without a cluster");
      note(
        `${inCreate.length} kills in a create of ${creation.milliseconds} ms, ${inDelete.length} in a delete of ${deletion.milliseconds} ms`,
      );
      [inCreate, inDelete] = [creation.missed, deletion.missed];
    }
  },
}));
