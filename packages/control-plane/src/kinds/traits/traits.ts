import type { Kind } from "../kind.ts";
import { access } from "./access.ts";
import { autoscaling } from "./autoscaling.ts";
import { certificates } from "./certificates.ts";
import { definitions } from "./definitions.ts";
import { events } from "./events.ts";
import { namespaces } from "./namespaces.ts";
import { others } from "./others.ts";
import { webhooks } from "./webhooks.ts";
import { workloads } from "./workloads.ts";

/** What a built-in kind does beyond its description: names, fields to select by, defaults that depend on others, limits, columns. */
export type Traits = Partial<
  Pick<
    Kind,
    | "names"
    | "selectable"
    | "unconditionalUpdate"
    | "createOnUpdate"
    | "gracePeriod"
    | "held"
    | "marked"
    | "answersDeleted"
    | "storedAs"
    | "fromStored"
    | "toStored"
    | "hasGeneration"
    | "hasStatus"
    | "prepare"
    | "validate"
    | "columns"
    | "storageVersion"
  >
>;

/** By `group/plural`. */
const table: ReadonlyMap<string, Traits> = new Map<string, Traits>(
  Object.entries({
    ...access,
    ...autoscaling,
    ...certificates,
    ...events,
    ...definitions,
    ...namespaces,
    ...others,
    ...webhooks,
    ...workloads,
  }),
);

/** Traits of a resource; none for what is like all others. */
export const traitsOf = (group: string, plural: string): Traits => table.get(`${group}/${plural}`) ?? {};
