import { ingressOperator } from "../ingress/ingress-operator.ts";
import { servicesController } from "../ingress/services.ts";
import { machineConfigController } from "../machine-config/pools.ts";
import { controlPlaneMachineSetController } from "../machines/control-plane-machine-set.ts";
import { healthChecksController } from "../machines/health-checks.ts";
import { machineSetsController } from "../machines/machine-sets.ts";
import { machinesController } from "../machines/machines.ts";
import { approverController } from "../nodes/approver.ts";
import type { Reboots } from "../nodes/reboots.ts";
import { cloudCredentialController } from "../operators/cloud-credential.ts";
import { eventsController } from "../operators/events.ts";
import { kubeApiServer } from "../operators/kube-apiserver.ts";
import type { NewsBoard } from "../operators/news.ts";
import { revisionedParts, staticPodsController } from "../operators/static-pods.ts";
import { versionOperator } from "../operators/version-operator.ts";
import type { ClusterContext, ClusterController } from "./context.ts";
import type { ServingCertificates } from "./serving-certificates.ts";

/** What works in every cluster once its masters stand on their own feet, besides what makes and ends it. */
export function clusterControllers(
  context: ClusterContext,
  { certificates, reboots, news }: { certificates: ServingCertificates; reboots: Reboots; news: NewsBoard },
): readonly ClusterController[] {
  return [
    cloudCredentialController,
    eventsController,
    approverController,
    controlPlaneMachineSetController,
    machineSetsController,
    healthChecksController,
    machinesController,
    servicesController,
    versionOperator(news),
    ingressOperator(news, certificates),
    machineConfigController(news, reboots),
    ...[...revisionedParts, kubeApiServer(context, certificates)].map((part) => staticPodsController(part, news)),
  ];
}
