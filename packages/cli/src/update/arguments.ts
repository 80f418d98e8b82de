import { readFlags, type TypedFlags } from "../create/arguments.ts";
import { Problem } from "../problem.ts";
import { type UpdateArguments, updateFlags } from "./flags.ts";

/** The flags of `update`, each read by its own rule, then by the rules that join them (spec 06 §7.3). @throws Problem for the first that is wrong. */
export function readUpdateArguments(typed: TypedFlags): UpdateArguments {
  const given = readFlags(updateFlags, typed) as UpdateArguments;
  const { clientId, clientSecret, refreshCredentials } = given;
  if (refreshCredentials === true && (clientId !== undefined || clientSecret !== undefined))
    throw Problem.usage("--refresh-credentials makes the secret itself; leave out --client-id and --client-secret");
  if (clientId !== undefined && clientSecret === undefined)
    throw Problem.usage("--client-id needs --client-secret; give both");
  if (clientSecret === "") throw Problem.usage('--client-secret: "" is no secret');
  const asks = Object.values(given).some((value) => value !== undefined && value !== false);
  if (!asks)
    throw Problem.usage(
      "say what to change: --client-secret, --client-id, --refresh-credentials, --lb-ip-count or --tags",
    );
  return given;
}
