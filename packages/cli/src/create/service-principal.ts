import { Problem } from "../problem.ts";
import type { Session } from "../sign-in.ts";
import type { CreateArguments } from "./flags.ts";

/** Who the cluster is in Azure. Without its secret, the one that the service has stays. */
export interface ServicePrincipal {
  clientId: string;
  clientSecret?: string;
}

/**
 * The cluster's service principal: the one given, else one made by the directory for this cluster alone (no two clusters may share one).
 * `inUse` is that of the cluster when it exists already: it stays, and so does its secret, unless the cluster has `failed`, which an expired
 * one may have brought about.
 * @throws Problem when none is given and nobody here can make one.
 */
export async function servicePrincipalFor(
  session: Session,
  given: Pick<CreateArguments, "clientId" | "clientSecret">,
  cluster: { name: string; inUse: string | undefined; failed: boolean },
): Promise<ServicePrincipal> {
  const { clientId, clientSecret } = given;
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  const { directory } = session;
  const { name, inUse, failed } = cluster;
  if (inUse !== undefined && !(failed && directory !== undefined)) return { clientId: inUse };
  if (directory === undefined)
    throw new Problem(
      "no service principal for the cluster: make one with 'az ad sp create-for-rbac' and give its appId and password as --client-id and --client-secret",
    );
  return (inUse === undefined ? undefined : await directory.renew(inUse)) ?? directory.make(name);
}
