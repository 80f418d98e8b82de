import { machineSetsController } from "../machines/machine-sets.ts";
import { machinesController } from "../machines/machines.ts";
import { cloudCredentialController } from "../operators/cloud-credential.ts";
import type { ClusterController } from "./context.ts";

/** What works in every cluster once its API server answers, besides what makes and ends it. */
export const clusterControllers: readonly ClusterController[] = [
  cloudCredentialController,
  machineSetsController,
  machinesController,
];
