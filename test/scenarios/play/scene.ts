import { randomUUID } from "node:crypto";
import { censusOfCloud } from "../../harness/census/cloud.ts";
import { partOf } from "../../harness/census/one-cluster.ts";
import type { Furnished } from "../../harness/course.ts";
import { furnish } from "../../harness/customer.ts";
import type { WireAnswer } from "../../harness/https.ts";
import type { Instance } from "../../harness/instance.ts";
import type { Scenario } from "../scenario.ts";

/** One customer in a scenario, and what they have been answered so far. */
export interface Scene extends Furnished {
  instance: Instance;
  number: number;
  answers: Map<string, WireAnswer>;
  /** Ids of armed faults by their names in the scenario. */
  faults: Map<string, string>;
  /** The customers, this one among them. */
  all: readonly Scene[];
}

/** Makes the scenario's customers, in a subscription of their own. */
export async function setScene(instance: Instance, { customers = 1, group }: Scenario): Promise<Scene> {
  const subscriptionId = randomUUID();
  await instance.control.makeSubscription(subscriptionId);
  const numbers = Array.from({ length: customers }, (_, number) => number);
  const furnished = await Promise.all(
    numbers.map(async (number) => furnish(instance, subscriptionId, `c${number + 1}`, number, group)),
  );
  const cloud = await censusOfCloud(instance, subscriptionId);
  const faults = new Map<string, string>();
  const all: Scene[] = [];
  for (const [number, customer] of furnished.entries())
    all.push({ instance, number, customer, before: partOf(cloud, customer), answers: new Map(), faults, all });
  const [first] = all;
  if (first === undefined) throw new Error("a scenario has one customer at least");
  return first;
}
