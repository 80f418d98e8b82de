import type { FaultOrder } from "../../harness/control.ts";
import { created, type Furnished, furnished, removed } from "../../harness/course.ts";
import type { Instance } from "../../harness/instance.ts";
import { everyVictims, type Victims, withKill } from "../../harness/kills.ts";
import type { Case } from "../../harness/matrix.ts";
import { azureSteps } from "../../harness/steps.ts";
import { assertCreated, assertRemoved, assertUpdated, undisturbedLikeness, updated } from "../course.ts";
import { type ArmWrite, matchOf, pollMatchOf, writesOfCreate, writesOfDelete, writesOfUpdate } from "../writes.ts";

/*
 * kill -9 of the service, of the cloud, and of both, at every boundary of every step of a create, an update and a delete, and inside the steps: at each
 * write to ARM before and after it took effect, and while its long-running operation is waited for.
 */

/** Where processes die. */
interface Point {
  name: string;
  /** Checked where the order does not name it. */
  step?: string;
  order: (instance: Instance, one: Furnished) => Omit<FaultOrder, "do">;
  when?: "before" | "after";
}

/** Runs only after an operation that was interrupted: the cases of deletes while creating come by it. */
const onlyAfterOthers = "waitOutFormerOperations";

const boundaries = (steps: readonly { name: string }[]): Point[] =>
  steps
    .filter(({ name }) => name !== onlyAfterOthers)
    .flatMap(({ name }) =>
      (["started", "finished"] as const).map((edge) => ({
        name: `${name}:${edge}`,
        order: () => ({ match: { boundary: `${name}:${edge}` } }),
      })),
    );

const inside = (writes: readonly ArmWrite[]): Point[] =>
  writes.flatMap((write) => {
    const { name, step, skip, polls } = write;
    const atWrite = (when: "before" | "after"): Point => ({
      name: `${when}-${name}`,
      step,
      when,
      order: (instance, { customer }) => ({
        match: matchOf(write, instance, customer),
        ...(skip === undefined ? {} : { skip }),
      }),
    });
    const points = [atWrite("before"), atWrite("after")];
    if (polls !== undefined)
      points.push({
        name: `waiting-${name}`,
        step,
        order: (instance, { customer }) => ({
          match: pollMatchOf(polls, instance, customer),
          ...(polls.skip === 0 ? {} : { skip: polls.skip }),
        }),
      });
    return points;
  });

const title = (flow: string, victims: Victims, place: string, point: Point): string =>
  `kill/${flow}/${victims.replace(",", "+")}/${place}/${point.name}`;

const creates = (place: string, points: readonly Point[]): Case[] =>
  points.flatMap((point) =>
    everyVictims.map(
      (victims): Case => ({
        name: title("create", victims, place, point),
        place: "alone",
        run: async (instance, note) => {
          await undisturbedLikeness(instance);
          const one = await furnished(instance);
          const kill = { ...point, order: point.order(instance, one), victims };
          const watched = await withKill(instance, one, kill, () => created(instance, one));
          note(`ended after ${watched.milliseconds} ms, ${watched.unanswered} of ${watched.looks} looks unanswered`);
          await assertCreated(instance, one);
        },
      }),
    ),
  );

const deletes = (place: string, points: readonly Point[]): Case[] =>
  points.flatMap((point) =>
    everyVictims.map(
      (victims): Case => ({
        name: title("delete", victims, place, point),
        place: "alone",
        run: async (instance, note) => {
          const one = await furnished(instance);
          await created(instance, one);
          const kill = { ...point, order: point.order(instance, one), victims };
          const watched = await withKill(instance, one, kill, () => removed(instance, one));
          note(`ended after ${watched.milliseconds} ms, ${watched.unanswered} of ${watched.looks} looks unanswered`);
          await assertRemoved(instance, one);
        },
      }),
    ),
  );

/** Updates to one outbound address more, and back to one. */
const updates = (way: "more" | "fewer", place: string, points: readonly Point[]): Case[] =>
  points.flatMap((point) =>
    everyVictims.map(
      (victims): Case => ({
        name: title(`update-${way}`, victims, place, point),
        place: "alone",
        run: async (instance, note) => {
          const one = await furnished(instance);
          await created(instance, one);
          if (way === "fewer") await updated(instance, one, 2);
          const kill = { ...point, order: point.order(instance, one), victims };
          const watched = await withKill(instance, one, kill, () => updated(instance, one, way === "more" ? 2 : 1));
          note(`ended after ${watched.milliseconds} ms, ${watched.unanswered} of ${watched.looks} looks unanswered`);
          if (way === "more") await assertUpdated(instance, one);
          else await assertCreated(instance, one, 3);
        },
      }),
    ),
  );

export const killCases: readonly Case[] = [
  ...creates("boundary", boundaries(azureSteps("Creating"))),
  ...deletes("boundary", boundaries(azureSteps("Deleting"))),
  ...(["more", "fewer"] as const).flatMap((way) => [
    ...updates(way, "boundary", boundaries(azureSteps("Updating"))),
    ...updates(way, "inside", inside(writesOfUpdate[way])),
  ]),
  ...creates("inside", inside(writesOfCreate)),
  ...deletes("inside", inside(writesOfDelete)),
];
