import { flowControlChecks } from "../checks/flow-control.ts";
import { otherChecks } from "../checks/others.ts";
import { workloadChecks } from "../checks/workloads.ts";
import { access } from "./access.ts";
import { autoscaling } from "./autoscaling.ts";
import { certificates } from "./certificates.ts";
import { definitions } from "./definitions.ts";
import { events } from "./events.ts";
import { flowControl } from "./flow-control.ts";
import { namespaces } from "./namespaces.ts";
import { others } from "./others.ts";
import type { Traits } from "./trait.ts";
import { webhooks } from "./webhooks.ts";
import { workloads } from "./workloads.ts";

/** By `group/plural`. */
const table: ReadonlyMap<string, Traits> = new Map<string, Traits>(
  Object.entries({
    ...access,
    ...autoscaling,
    ...certificates,
    ...events,
    ...definitions,
    ...flowControl,
    ...namespaces,
    ...others,
    ...webhooks,
    ...workloads,
  }),
);

const checks = { ...workloadChecks, ...otherChecks, ...flowControlChecks };

/** Traits of a resource; none for what is like all others. */
export function traitsOf(group: string, plural: string): Traits {
  const name = `${group}/${plural}`;
  const traits = table.get(name) ?? {};
  const check = checks[name];
  if (check === undefined) return traits;
  return {
    ...traits,
    validate: (object, before, subresource) => [
      ...(traits.validate?.(object, before, subresource) ?? []),
      // What is written through a subresource leaves the rest as it was.
      ...(subresource === undefined ? check(object) : []),
    ],
  };
}
