import { tags, threeState } from "../parse.ts";
import { Problem } from "../problem.ts";
import { type CreateArguments, type CreateFlag, createFlags } from "./flags.ts";

/** What commander hands over: each flag's text, `true` for a flag without value, words for `--tags`. */
export type TypedFlags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

/**
 * The flags of `create`, each read by its own rule, then by the rules that join them (spec 06 §7.3, §7.4).
 * `typed` is keyed as the flag table is. @throws Problem for the first that is wrong.
 */
export function readCreateArguments(typed: TypedFlags): CreateArguments {
  const result = readFlags(createFlags, typed) as CreateArguments;
  together(result);
  return result;
}

/** The values of `typed` by the table `flags`, each read by its own rule. @throws Problem for the first that is wrong. */
export function readFlags(flags: Readonly<Record<string, CreateFlag>>, typed: TypedFlags): object {
  const read: Record<string, unknown> = {};
  for (const [key, flag] of Object.entries(flags)) {
    const value = typed[key];
    if (value === undefined) continue;
    const result = readFlag(flag, value);
    if (result !== undefined) read[key] = result;
  }
  return read;
}

function readFlag(flag: CreateFlag, value: string | boolean | readonly string[]): unknown {
  if (typeof value === "object") return tags(value, longName(flag));
  if (flag.threeState) return value === true ? true : threeState(String(value), longName(flag));
  return flag.read?.(String(value), longName(flag));
}

function together(given: CreateArguments): void {
  if (given.clientId !== undefined && given.clientSecret === undefined)
    throw Problem.usage("--client-id needs --client-secret; give both");
  if (given.clientSecret !== undefined && given.clientId === undefined)
    throw Problem.usage("--client-secret needs --client-id; give both");
  const isPrivate = (visibility: string | undefined) => visibility === "Private";
  if (
    given.outboundType === "UserDefinedRouting" &&
    !(isPrivate(given.apiserverVisibility) && isPrivate(given.ingressVisibility))
  )
    throw Problem.usage(
      "--outbound-type UserDefinedRouting needs --apiserver-visibility Private and --ingress-visibility Private",
    );
}

/** The long name a flag is spoken of by: the last one of its declaration. */
export const longName = (flag: { flags: string }): string => flag.flags.match(/--[\w-]+/g)?.at(-1) ?? flag.flags;
