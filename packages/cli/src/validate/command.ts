import { type ClusterAddress, clusters } from "@aro/client";
import type { ClusterFlags } from "../command-flags.ts";
import { readCreateArguments, type TypedFlags } from "../create/arguments.ts";
import { createBody } from "../create/body.ts";
import { locationOf } from "../create/command.ts";
import { checkProvider } from "../create/look.ts";
import { readPullSecret } from "../create/pull-secret.ts";
import { randomName } from "../create/random-name.ts";
import type { ServicePrincipal } from "../create/service-principal.ts";
import { resolveSubnets } from "../create/subnets.ts";
import { exitStatus } from "../exit.ts";
import { signIn } from "../sign-in.ts";
import type { World } from "../world.ts";
import { dryRun, madeLater } from "./dry-run.ts";
import { isRightOnNetwork, writeFindings } from "./report.ts";

/**
 * `aro cluster validate`, and `create --dry-run`: says all that stands in the way of a create with these flags, and makes nothing. Gives the exit
 * status: 1 when something does. `grants`: the create itself would give roles on the network, so that their lack is no finding.
 */
export async function validate(
  world: World,
  flags: ClusterFlags,
  typed: TypedFlags,
  { grants }: { grants: boolean },
): Promise<number> {
  const given = readCreateArguments(typed);
  const pullSecret = given.pullSecret === undefined ? undefined : await readPullSecret(world, given.pullSecret);
  const session = await signIn(world, flags);
  const { connection, subscriptionId, directory } = session;
  const address: ClusterAddress = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const subnets = resolveSubnets(given, address);
  const [location, existing] = await Promise.all([
    locationOf(session, flags.resourceGroup, given),
    clusters(connection).find(address),
    checkProvider(connection, subscriptionId),
  ]);
  const former = existing.found ? existing.cluster : undefined;
  const servicePrincipal = principalOf(given, former?.properties.servicePrincipalProfile?.clientId);
  if (servicePrincipal.clientId === madeLater)
    world.stderr.write(
      "aro: no --client-id: the service principal is not looked at, one that is made for the cluster does not exist yet\n",
    );
  const randomDomain = randomName(world.random);
  const facts = { subscriptionId, location, subnets, pullSecret, servicePrincipal, randomDomain, former };
  const found = await dryRun(connection, address, createBody(given, facts));
  const mended = grants && directory !== undefined ? found.filter((one) => isRightOnNetwork(one, subnets.vnetId)) : [];
  const findings = found.filter((one) => !mended.includes(one));
  if (mended.length > 0)
    world.stderr.write(`aro: roles on the virtual network are missing; the create gives them: ${subnets.vnetId}\n`);
  writeFindings(world, findings, flags.output);
  const plural = findings.length === 1 ? "1 thing stands" : `${findings.length} things stand`;
  world.stderr.write(
    findings.length === 0
      ? `nothing stands in the way of ${flags.name}; nothing was made\n`
      : `${plural} in the way of ${flags.name}; nothing was made\n`,
  );
  return findings.length === 0 ? exitStatus.success : exitStatus.failure;
}

/** The principal that is given, else the one in use, with the secret that the service has; else one that is yet to be made. */
function principalOf(
  { clientId, clientSecret }: { clientId?: string; clientSecret?: string },
  inUse: string | undefined,
): ServicePrincipal {
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  return inUse === undefined ? { clientId: madeLater, clientSecret: madeLater } : { clientId: inUse };
}
