import { type ClusterAddress, clusters } from "@aro/client";
import type { OperationFlags } from "../command-flags.ts";
import { goesOnText } from "../ending.ts";
import { exitStatus } from "../exit.ts";
import { writeCluster } from "../output/write.ts";
import { Problem } from "../problem.ts";
import { watchMode } from "../progress/watch.ts";
import { seeThrough } from "../see-through.ts";
import { type Session, signIn } from "../sign-in.ts";
import type { World } from "../world.ts";
import { readCreateArguments, type TypedFlags } from "./arguments.ts";
import { createBody } from "./body.ts";
import type { CreateArguments } from "./flags.ts";
import { checkProvider, checkSubnet, findGroup } from "./look.ts";
import { letUseNetwork } from "./network-roles.ts";
import { readPullSecret } from "./pull-secret.ts";
import { randomName } from "./random-name.ts";
import { servicePrincipalFor } from "./service-principal.ts";
import { resolveSubnets } from "./subnets.ts";

/** `aro cluster create`: checks, PUT, and the wait for its end (spec 06 §7.6). Gives the exit status. */
export async function create(world: World, flags: OperationFlags, typed: TypedFlags): Promise<number> {
  const given = readCreateArguments(typed);
  const pullSecret = given.pullSecret === undefined ? undefined : await readPullSecret(world, given.pullSecret);
  const session = await signIn(world, flags);
  const { connection, subscriptionId } = session;
  const address: ClusterAddress = { subscriptionId, resourceGroup: flags.resourceGroup, name: flags.name };
  const subnets = resolveSubnets(given, address);
  const api = clusters(connection);

  const [location, existing] = await Promise.all([
    locationOf(session, flags.resourceGroup, given),
    api.find(address),
    checkProvider(connection, subscriptionId),
    checkSubnet(connection, "--master-subnet", subnets.masterSubnetId),
    checkSubnet(connection, "--worker-subnet", subnets.workerSubnetId),
  ]);
  // The same command again goes on with what is there, rather than asking for another cluster (ARM-PUT-12, ARM-PUT-13).
  const former = existing.found ? existing.cluster : undefined;
  if (former === undefined) await checkClusterGroup(session, given);
  if (given.pullSecret === undefined && former === undefined)
    world.stderr.write(
      "aro: no --pull-secret: samples and operators from Red Hat and from certified partners will be missing\n",
    );
  const servicePrincipal = await servicePrincipalFor(session, given, {
    name: flags.name,
    inUse: former?.properties.servicePrincipalProfile?.clientId,
    failed: former?.properties.provisioningState === "Failed",
  });
  await letUseNetwork(session, subnets.vnetId, servicePrincipal.clientId);
  const body = createBody(given, {
    subscriptionId,
    location,
    subnets,
    pullSecret,
    servicePrincipal,
    randomDomain: randomName(world.random),
    former,
  });
  const accepted = await api.put(address, body);

  if (accepted.operation === undefined) world.stderr.write(`${flags.name} is as asked already; nothing was changed\n`);
  else if (!flags.wait) world.stderr.write(goesOnText(world, accepted.operation, address, location));
  else {
    const ended = await seeThrough(
      world,
      connection,
      accepted.operation,
      address,
      location,
      watchMode(world, flags.watch === true),
    );
    if (ended !== exitStatus.success) return ended;
  }
  const now = await api.find(address);
  writeCluster(world, now.found ? now.cluster : (accepted.cluster ?? body), flags.output);
  return exitStatus.success;
}

/** Region of the cluster: the one given, else that of its group. @throws Problem when there is no such group. */
export async function locationOf(session: Session, group: string, given: CreateArguments): Promise<string> {
  const found = await findGroup(session.connection, session.subscriptionId, group);
  if (found === undefined)
    throw new Problem(
      `resource group "${group}" does not exist in subscription ${session.subscriptionId}; create it, e.g.: az group create --name ${group} --location ${given.location ?? "eastus"}`,
      { exitStatus: exitStatus.notFound },
    );
  return given.location ?? found.location;
}

/** The managed group is made by the service: one that is there already belongs to somebody else (spec 06 §7.3). */
async function checkClusterGroup(session: Session, given: CreateArguments): Promise<void> {
  const group = given.clusterResourceGroup;
  if (group === undefined) return;
  if ((await findGroup(session.connection, session.subscriptionId, group)) !== undefined)
    throw new Problem(
      `--cluster-resource-group: "${group}" exists already; name one that does not, it is made with the cluster`,
    );
}
