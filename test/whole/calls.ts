import { readFileSync } from "node:fs";
import { created, furnished, removed } from "../harness/course.ts";
import type { Instance } from "../harness/instance.ts";
import { wholeSteps } from "../harness/steps.ts";
import { isUndisturbed } from "./likeness.ts";

/*
 * What the service asks of whom in each step, as a cluster shows that nothing disturbs: a step that is new is there the day it is in the list.
 */

/** Whom the service asks, and by which paths a fault knows it. Blobs are read by signatures, which tell nobody's name. */
export const places = {
  arm: { paths: ["/subscriptions/**"], actor: "rp" },
  hive: { paths: ["/hubs/**"], actor: "rp" },
  cluster: { paths: ["/clusters/**"], actor: "rp" },
  vault: { paths: ["/certificates/**", "/secrets/**"], actor: "rp" },
  blobs: { paths: ["/aro/*", "/ignition"], actor: "client" },
} as const satisfies Record<string, { paths: readonly string[]; actor: "rp" | "client" }>;
export type Place = keyof typeof places;

/** All calls of one kind in a step: what a fault matches. */
export interface Calls {
  flow: "Creating" | "Deleting";
  step: string;
  place: Place;
  method: string;
  /** The one of the place's patterns that they match. */
  path: string;
  /** How many there were. */
  count: number;
  /** Polls of long-running operations, which are calls by themselves. */
  isPoll: boolean;
}

const polls = "/subscriptions/**/operation*/*";
const isPoll = (path: string): boolean => /\/operation(s|statuses|results)\/[^/]+$/i.test(path);

interface Struck {
  event: string;
  fault: string;
  method: string;
  path: string;
  steps?: readonly string[];
}

const patternOf = (place: Place, path: string): string | undefined =>
  places[place].paths.find((glob) =>
    new RegExp(`^${glob.replaceAll(/\*\*|\*/g, (stars) => (stars === "*" ? "[^/]*" : ".*"))}$`).test(path),
  );

/** Where Hive's API server is, the service asks Azure for when its process first needs it, and then tells Hive how installs fail. */
const isOncePerProcess = (step: string, place: Place, method: string): boolean =>
  step === "hiveCreateNamespace" && (place === "arm" || method === "PATCH");

let known: Promise<readonly Calls[]> | undefined;

/** Looked at once in a process, on the first instance that asks. */
export function callsOfSteps(instance: Instance): Promise<readonly Calls[]> {
  known ??= (async () => {
    const one = await furnished(instance);
    const { control } = instance;
    const seen: Calls[] = [];
    for (const flow of ["Creating", "Deleting"] as const) {
      const armed = new Map<string, Place>();
      for (const [place, { paths, actor }] of Object.entries(places))
        for (const path of paths) {
          const looked = { match: { path, actor }, do: { kind: "delay", milliseconds: 0 }, count: "always" as const };
          armed.set((await control.arm(looked)).id, place as Place);
        }
      await (flow === "Creating" ? created : removed)(instance, one);
      if (flow === "Creating") isUndisturbed(instance, one);
      for (const id of armed.keys()) await control.clear(id);
      seen.push(...callsIn(flow, struck(instance), armed));
    }
    return seen;
  })();
  return known;
}

/** How many calls the service makes to ARM while `act` runs, without polls. */
export async function askedOfAzure(instance: Instance, act: () => Promise<unknown>): Promise<number> {
  const { control } = instance;
  const [path] = places.arm.paths;
  const looked = { match: { path, actor: "rp" }, do: { kind: "delay", milliseconds: 0 }, count: "always" } as const;
  const { id } = await control.arm(looked);
  await act();
  await control.clear(id);
  return struck(instance).filter(
    ({ fault, method, path: called }) => fault === id && !(method === "GET" && isPoll(called)),
  ).length;
}

const struck = (instance: Instance): Struck[] =>
  readFileSync(instance.log("emulator"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"fault.struck"') && line.endsWith("}"))
    .map((line) => JSON.parse(line) as Struck);

/** In the order of the steps, and of calls in them. */
function callsIn(flow: Calls["flow"], lines: readonly Struck[], armed: ReadonlyMap<string, Place>): Calls[] {
  const steps = [...new Set(wholeSteps(flow).map(({ name }) => name))];
  const found = new Map<string, Calls>();
  for (const { fault, method, path: called, steps: [step = ""] = [] } of lines) {
    const place = armed.get(fault);
    const pattern = place === undefined ? undefined : patternOf(place, called);
    if (place === undefined || pattern === undefined || step === "") continue;
    if (isOncePerProcess(step, place, method)) continue;
    const poll = place === "arm" && method === "GET" && isPoll(called);
    const path = poll ? polls : pattern;
    const key = [step, place, method, path].join(" ");
    const before = found.get(key) ?? { flow, step, place, method, path, count: 0, isPoll: poll };
    found.set(key, { ...before, count: before.count + 1 });
  }
  return [...found.values()].sort((one, other) => steps.indexOf(one.step) - steps.indexOf(other.step));
}

/** What a fault matches that is to strike these calls. */
export const matchOf = ({ step, place, method, path }: Calls) => ({ step, method, path, actor: places[place].actor });

/** For messages and notes. */
export const textOf = ({ step, place, method, isPoll: poll }: Calls): string =>
  `${step}: ${method} ${poll ? "poll" : place}`;
