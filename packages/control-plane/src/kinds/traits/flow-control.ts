import { each, type Members, optional, part } from "./filling.ts";
import type { Traits } from "./trait.ts";

/** Nothing, or the number that stands for nothing said. */
const fillZero = (holder: Members, members: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(members)) holder[name] ||= value;
};

function completeLevel(object: Members): void {
  const spec = part(object, "spec");
  const limited = optional(spec, "limited");
  if (limited !== undefined) {
    limited["nominalConcurrencyShares"] ??= 30;
    limited["lendablePercent"] ??= 0;
    const queuing = optional(part(limited, "limitResponse"), "queuing");
    if (queuing !== undefined) fillZero(queuing, { queues: 64, handSize: 8, queueLengthLimit: 50 });
  }
  const exempt = optional(spec, "exempt");
  if (exempt !== undefined) {
    exempt["nominalConcurrencyShares"] ??= 0;
    exempt["lendablePercent"] ??= 0;
  }
}

function completeSchema(object: Members): void {
  const spec = part(object, "spec");
  fillZero(spec, { matchingPrecedence: 1000 });
  if (each(spec, "rules").length === 0) delete spec["rules"];
}

const complete = (what: (object: Members) => void): Traits => ({
  hasGeneration: true,
  statusApart: true,
  prepare: (object, before) => {
    what(object as Members);
    if (before === undefined) object["status"] = {};
  },
});

/** Flow schemas and the priority levels that they lead to. */
export const flowControl: Readonly<Record<string, Traits>> = {
  "flowcontrol.apiserver.k8s.io/flowschemas": complete(completeSchema),
  "flowcontrol.apiserver.k8s.io/prioritylevelconfigurations": complete(completeLevel),
};
