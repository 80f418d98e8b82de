import { ruleOrder } from "../rules/order.ts";
import type { Rule } from "../rules/rule.ts";
import type { Contract } from "./contract.ts";
import type { Manners } from "./manners.ts";
import type { ChangePolicy } from "./policy.ts";

/** Lines of a version's tables. */
export type Lines = Partial<ChangePolicy> & { rules?: readonly Rule[] };

/** What a version has otherwise than the one it continues. */
export interface News {
  name: string;
  shape: Contract["shape"];
  resources: object;
  validate: Contract["validate"];
  adds?: Lines;
  drops?: Lines;
  manners?: Partial<Manners>;
}

const policyTables = ["mutable", "readOnly", "filledIn", "kept", "foldCase", "presence", "instructions"] as const;

/** `former`, and what is new since. @throws Error on a line that is added twice or dropped without having been there. */
export function since(
  former: Contract,
  { name, shape, validate, resources, adds = {}, drops = {}, manners = {} }: News,
): Contract {
  const table = <Line>(what: string, old: readonly Line[], more: readonly Line[] = [], less: readonly Line[] = []) => {
    const wrong = [...more.filter((line) => old.includes(line)), ...less.filter((line) => !old.includes(line))];
    if (wrong.length > 0) throw new Error(`${name}: ${what} has, or lacks, ${wrong.map(String).join(", ")} already`);
    return [...old.filter((line) => !less.includes(line)), ...more];
  };
  const rules = new Set(table("rules", former.rules, adds.rules, drops.rules));
  const policy = Object.fromEntries(
    policyTables.map((list) => [list, table(list, former.policy[list], adds[list], drops[list])]),
  ) as unknown as ChangePolicy;
  return {
    name,
    shape,
    validate,
    resources: resources as Contract["resources"],
    policy,
    manners: { ...former.manners, ...manners },
    rules: ruleOrder.filter((rule) => rules.has(rule)),
  };
}
