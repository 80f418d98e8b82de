import { created, furnished, removed } from "../harness/course.ts";
import { everyVictims, type Victims, withKill } from "../harness/kills.ts";
import type { Case } from "../harness/matrix.ts";
import { boundariesOf, wholeSteps } from "../harness/steps.ts";
import { assertCreated, assertRemoved } from "./course.ts";
import { assertAlike } from "./likeness.ts";

/*
 * One kill in the life of a whole cluster. The chains (kill-chains.ts) have every one of them; these tell which one it was that failed there.
 */

/** Flows that have boundaries at which processes die. */
export type Flow = "Creating" | "Deleting";

/** The boundaries of a flow, in order. */
export const boundaries = {
  Creating: boundariesOf(wholeSteps("Creating")),
  Deleting: boundariesOf(wholeSteps("Deleting")),
} as const satisfies Record<Flow, readonly string[]>;

/** Between these there is an operator that can die: until its machines go. */
const operated = {
  Creating: ["aroDeploymentReady:finished", "finishInstallation:finished"],
  Deleting: [boundaries.Deleting[0] ?? "", "deleteResources:started"],
} as const satisfies Record<Flow, readonly [string, string]>;

/** Whether there is somebody to be killed at a boundary. */
export function mayDie(flow: Flow, boundary: string, victims: Victims): boolean {
  if (victims !== "operator") return true;
  const [first, last] = operated[flow].map((one) => boundaries[flow].indexOf(one)) as [number, number];
  const at = boundaries[flow].indexOf(boundary);
  return at >= first && at <= last;
}

export const allVictims: readonly Victims[] = [...everyVictims, "operator"];

const titleOf = (flow: string, victims: Victims, boundary: string): string =>
  `whole/kill/${flow}/${victims.replace(",", "+")}/${boundary}`;

const creates = (victims: Victims): Case[] =>
  boundaries.Creating.filter((boundary) => mayDie("Creating", boundary, victims)).map((boundary) => ({
    name: titleOf("create", victims, boundary),
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      await withKill(instance, one, { order: { match: { boundary } }, victims }, () => created(instance, one));
      await assertCreated(instance, one);
      await assertAlike(instance, one);
      await removed(instance, one);
      await assertRemoved(instance, one);
    },
  }));

const deletes = (victims: Victims): Case[] =>
  boundaries.Deleting.filter((boundary) => mayDie("Deleting", boundary, victims)).map((boundary) => ({
    name: titleOf("delete", victims, boundary),
    place: "alone",
    run: async (instance) => {
      const one = await furnished(instance);
      await created(instance, one);
      await withKill(instance, one, { order: { match: { boundary } }, victims }, () => removed(instance, one));
      await assertRemoved(instance, one);
    },
  }));

export const killCases: readonly Case[] = allVictims.flatMap((victims) => [...creates(victims), ...deletes(victims)]);
