import { deployTemplate, failureOf, isFailure } from "@aro/azure";
import { ignitionPlace } from "@aro/cluster/graph";
import type { OnceStep } from "@aro/steps";
import { usesWorkloadIdentity } from "../cluster/clear-cluster.ts";
import { machineAssets, machineFacts } from "../resources/from-graph.ts";
import {
  bootstrapMachineId,
  type MachineAssets,
  machineVersion,
  resourcesDeployment,
  resourcesDeploymentOf,
} from "../resources/template.ts";
import { graphOf, type InstallerContext } from "./context.ts";

/** Deploys the machines (spec 03 §7.4). What stands already is left as it is, so that a run may follow one that was killed. */
export const deployResources: OnceStep<InstallerContext> = {
  name: "deployResources",
  kind: "once",
  retryAuthorization: true,
  run: async (context, signal) => {
    const { clients, operations, cloud, files, log } = context;
    const graph = graphOf(context);
    const facts = machineFacts(graph, files.cluster, cloud);
    const deploy = async (more: Partial<MachineAssets>) => {
      const deployment = resourcesDeploymentOf(facts, { ...machineAssets(graph), ...more });
      await deployTemplate(clients, operations, deployment, context, signal);
    };
    log.info(`Creating infrastructure resources: deployment ${resourcesDeployment}`);
    if (!usesWorkloadIdentity(files.cluster)) await deploy({});
    else if (await bootstrapStands(context, signal)) await deploy({ bootstrapStands: true });
    else {
      // Where the account's keys are off the deployment cannot sign the address itself (spec 03 §7.4).
      const blobs = await context.blobs(signal);
      const bootstrapAddress = await blobs.address(ignitionPlace.container, ignitionPlace.blob, signal);
      await deploy({ bootstrapAddress }).catch(async (error: unknown) => {
        // A killed run's deployment was under way still, and has made the machine in the meantime.
        if (!failureOf(error).codes.has("PropertyChangeNotAllowed") || !(await bootstrapStands(context, signal)))
          throw error;
        await deploy({ bootstrapStands: true });
      });
    }
    log.info("The machines are deployed");
  },
};

/** Whether an earlier run made the bootstrap machine. It has that run's address in it, which can neither be read nor changed. */
async function bootstrapStands({ clients, files }: InstallerContext, signal: AbortSignal): Promise<boolean> {
  const path = bootstrapMachineId(files.cluster);
  try {
    await clients.call({ method: "GET", path, apiVersion: machineVersion }, signal);
    return true;
  } catch (error) {
    if (isFailure(error, "notFound")) return false;
    throw error;
  }
}
