import { Option } from "commander";
import type { TypedFlags } from "./create/arguments.ts";
import type { CreateFlag } from "./create/flags.ts";

/** The options of a table of flags, and what was typed for them, keyed as the table is. */
export function tableOptions(flags: Readonly<Record<string, CreateFlag>>): {
  options: readonly Option[];
  typed: (given: object) => TypedFlags;
} {
  const keys = new Map<string, string>();
  const options = Object.entries(flags).flatMap(([key, flag]) => {
    const made = optionsOf(flag);
    for (const one of made) keys.set(one.attributeName(), key);
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

function optionsOf(flag: CreateFlag): Option[] {
  const help = flag.otherwise === undefined ? flag.help : `${flag.help} (default: ${flag.otherwise})`;
  const option = new Option(flag.flags, help).helpGroup(`${flag.group}:`);
  if (flag.required === true) option.makeOptionMandatory();
  if (flag.formerly === undefined) return [option];
  return [option, new Option(flag.formerly).conflicts(option.attributeName()).hideHelp()];
}
