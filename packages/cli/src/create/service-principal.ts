import type { ClusterAddress } from "@aro/client";
import { Problem } from "../problem.ts";
import type { Session } from "../sign-in.ts";
import type { World } from "../world.ts";
import type { CreateArguments } from "./flags.ts";
import type { Subnets } from "./subnets.ts";

/** Placeholder until directory access is written. */
export async function servicePrincipalFor(
  _world: World,
  _session: Session,
  given: CreateArguments,
  _of: { address: ClusterAddress; subnets: Subnets; inUse: string | undefined },
): Promise<{ clientId: string; clientSecret: string }> {
  if (given.clientId !== undefined && given.clientSecret !== undefined)
    return { clientId: given.clientId, clientSecret: given.clientSecret };
  throw new Problem("give --client-id and --client-secret");
}
