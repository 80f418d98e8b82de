import { Option } from "commander";
import type { TypedFlags } from "./create/arguments.ts";
import type { CreateFlag } from "./create/flags.ts";

/** The options of a table of flags, and what was typed for them, keyed as the table is. */
export function tableOptions(flags: Readonly<Record<string, CreateFlag>>): {
  options: readonly Option[];
  typed: (given: object) => TypedFlags;
} {
  const keys = new Map<string, string>();
  const options = Object.entries(flags).map(([key, flag]) => {
    const made = optionOf(flag);
    keys.set(made.attributeName(), key);
    return made;
  });
  const typed = (given: object): TypedFlags =>
    Object.fromEntries(
      Object.entries(given).flatMap(([attribute, value]) => {
        const key = keys.get(attribute);
        return key === undefined ? [] : [[key, value as TypedFlags[string]]];
      }),
    );
  return { options, typed };
}

function optionOf(flag: CreateFlag): Option {
  const help = flag.otherwise === undefined ? flag.help : `${flag.help} (default: ${flag.otherwise})`;
  const option = new Option(flag.flags, help).helpGroup(`${flag.group}:`);
  return flag.required === true ? option.makeOptionMandatory() : option;
}
