import type { OperationKind } from "@aro/api";
import type { Step } from "@aro/steps";
import type { ClusterContext } from "./context.ts";
import { cancelDeployments } from "./delete/cancel-deployments.ts";
import { deleteACRToken } from "./delete/delete-acr-token.ts";
import { deleteCertificates } from "./delete/delete-certificates.ts";
import { deleteDNS } from "./delete/delete-dns.ts";
import { deleteGatewayRecord, goneFromGateway } from "./delete/delete-from-gateway.ts";
import { deleteFromHive, goneFromHive } from "./delete/delete-from-hive.ts";
import { deleteResourceGroup } from "./delete/delete-resource-group.ts";
import { deleteResources } from "./delete/delete-resources.ts";
import { deleteRoleAssignments } from "./delete/delete-role-assignments.ts";
import { deleteRoleDefinitions } from "./delete/delete-role-definitions.ts";
import { deletePrivateEndpoint } from "./delete/delete-service-endpoint.ts";
import { markBillingDeleted } from "./delete/mark-billing-deleted.ts";
import { nothingRemains } from "./delete/nothing-remains.ts";
import { regainAccess } from "./delete/regain-access.ts";
import { attachNSGs } from "./install/attach-nsgs.ts";
import {
  configureAPIServerCertificate,
  configureIngressCertificate,
  correctCertificateIssuer,
  createCertificates,
} from "./install/certificates.ts";
import {
  apiServersReady,
  clusterOperatorsHaveSettled,
  clusterVersionReady,
  ingressControllerReady,
  minimumWorkerNodesReady,
  operatorConsoleExists,
  operatorConsoleReady,
} from "./install/cluster-becomes-ready.ts";
import { clusterSPObjectID, initializeClusterSPClients } from "./install/cluster-service-principal.ts";
import {
  configureDefaultStorageClass,
  disableOperatorHubSources,
  disableSamples,
  disableUpdates,
  updateConsoleBranding,
} from "./install/configure-cluster.ts";
import { createAPIServerPrivateEndpoint } from "./install/create-api-server-private-endpoint.ts";
import { createDNS } from "./install/create-dns.ts";
import { createOrUpdateRouterIPEarly } from "./install/create-or-update-router-ip-early.ts";
import { deployBaseResourceTemplate } from "./install/deploy-base-resource-template.ts";
import { ensureACRToken } from "./install/ensure-acr-token.ts";
import { ensureBillingRecord } from "./install/ensure-billing-record.ts";
import { ensureGatewayCreate } from "./install/ensure-gateway-create.ts";
import { ensureResourceGroup } from "./install/ensure-resource-group.ts";
import { ensureServiceEndpoints } from "./install/ensure-service-endpoints.ts";
import { finishInstallation } from "./install/finish-installation.ts";
import {
  ensureInfraID,
  ensurePreconfiguredNSG,
  ensureSSHKey,
  ensureStorageSuffix,
  populateMTUSize,
} from "./install/generate-facts.ts";
import { generateKubeconfigs } from "./install/generate-kubeconfigs.ts";
import { incrInstallPhase } from "./install/install-phase.ts";
import {
  hiveClusterInstallationComplete,
  hiveCreateNamespace,
  hiveResetCorrelationData,
  runHiveInstaller,
} from "./install/install-via-hive.ts";
import { removeBootstrap, removeBootstrapIgnition } from "./install/remove-bootstrap.ts";
import { setMasterSubnetPolicies } from "./install/set-master-subnet-policies.ts";
import { startInstallation } from "./install/start-installation.ts";
import { updateAPIIPEarly } from "./install/update-api-ip-early.ts";
import { updateClusterData } from "./install/update-cluster-data.ts";
import { validateResources } from "./install/validate-resources.ts";
import { validateZones } from "./install/validate-zones.ts";
import { initializeKubernetesClients } from "./kubernetes/api-server.ts";
import { initializeOperatorDeployer } from "./operator/deploy.ts";
import {
  aroDeploymentReady,
  aroDeploymentReadyAgain,
  disableOperatorReconciliation,
  enableOperatorReconciliation,
  installAROOperator,
  restartAROOperatorMaster,
} from "./operator/steps.ts";
import { aroCredentialsRequestReconciled, updateAROSecret } from "./update/cloud-provider.ts";
import { managedOutboundIps, reconcileLoadBalancerProfile } from "./update/reconcile-load-balancer-profile.ts";
import { ensureCredentialsRequest, updateOpenShiftSecret } from "./update/root-credentials.ts";
import { rotateACRTokenPassword } from "./update/rotate-acr-token-password.ts";
import {
  createOrUpdateClusterServicePrincipalRBAC,
  createOrUpdateDenyAssignment,
  fixupClusterSPObjectID,
  servicePrincipalProfile,
} from "./update/service-principal.ts";
import { reconcileSoftwareDefinedNetwork } from "./update/software-defined-network.ts";
import { startVMs } from "./update/start-vms.ts";
import { fixUserAdminKubeconfig } from "./update/user-kubeconfig.ts";
import { waitOutFormerOperations } from "./wait-out-former-operations.ts";

/** Steps for which a cluster must have been installed; without an installer there is none in the region. */
const installed = (...steps: readonly Step<ClusterContext>[]): Step<ClusterContext>[] =>
  steps.map((step) => ({
    ...step,
    appliesTo: (context) => context.settings.installViaHive === true && (step.appliesTo?.(context) ?? true),
  }));

/** What a create does, in order (spec 03 §3). */
const creating: readonly Step<ClusterContext>[] = [
  waitOutFormerOperations,
  startInstallation,
  validateResources,
  validateZones,
  initializeClusterSPClients,
  clusterSPObjectID,
  ensurePreconfiguredNSG,
  ensureACRToken,
  ensureInfraID,
  ensureSSHKey,
  ensureStorageSuffix,
  populateMTUSize,
  createDNS,
  ensureResourceGroup,
  ensureServiceEndpoints,
  setMasterSubnetPolicies,
  deployBaseResourceTemplate,
  attachNSGs,
  updateAPIIPEarly,
  createOrUpdateRouterIPEarly,
  ensureGatewayCreate,
  createAPIServerPrivateEndpoint,
  ...installed(createCertificates),
  hiveCreateNamespace,
  runHiveInstaller,
  hiveClusterInstallationComplete,
  ...installed(generateKubeconfigs, hiveResetCorrelationData),
  ensureBillingRecord,
  ...installed(
    initializeKubernetesClients,
    initializeOperatorDeployer,
    apiServersReady,
    installAROOperator,
    enableOperatorReconciliation,
    incrInstallPhase,
    initializeKubernetesClients,
    initializeOperatorDeployer,
    removeBootstrap,
    removeBootstrapIgnition,
    apiServersReady,
    configureAPIServerCertificate,
    apiServersReady,
    minimumWorkerNodesReady,
    operatorConsoleExists,
    updateConsoleBranding,
    operatorConsoleReady,
    disableSamples,
    disableOperatorHubSources,
    disableUpdates,
    clusterVersionReady,
    aroDeploymentReady,
    updateClusterData,
    configureIngressCertificate,
    ingressControllerReady,
    configureDefaultStorageClass,
    disableOperatorReconciliation,
    clusterOperatorsHaveSettled,
  ),
  finishInstallation,
];

/** What an update does, in order (spec 03 §4). */
const updating: readonly Step<ClusterContext>[] = [
  waitOutFormerOperations,
  validateResources,
  fixupClusterSPObjectID,
  createOrUpdateClusterServicePrincipalRBAC,
  ...installed(initializeKubernetesClients, initializeOperatorDeployer),
  createOrUpdateDenyAssignment,
  ...installed(
    startVMs,
    apiServersReady,
    rotateACRTokenPassword,
    correctCertificateIssuer,
    configureAPIServerCertificate,
    configureIngressCertificate,
    fixUserAdminKubeconfig,
  ),
  reconcileLoadBalancerProfile,
  ...installed(
    reconcileSoftwareDefinedNetwork,
    ensureCredentialsRequest,
    updateOpenShiftSecret,
    aroCredentialsRequestReconciled,
    updateAROSecret,
    restartAROOperatorMaster,
    aroDeploymentReadyAgain,
  ),
];

/** What a delete does, in order (spec 03 §6). Every part may be gone already (ARM-DEL-06). */
const deleting: readonly Step<ClusterContext>[] = [
  deleteFromHive,
  goneFromHive,
  regainAccess,
  cancelDeployments,
  waitOutFormerOperations,
  deleteDNS,
  deletePrivateEndpoint,
  deleteRoleAssignments,
  deleteRoleDefinitions,
  deleteGatewayRecord,
  goneFromGateway,
  deleteResources,
  deleteResourceGroup,
  nothingRemains,
  ...installed(deleteCertificates),
  deleteACRToken,
  markBillingDeleted,
];

/** The lists of steps: reading them is reading what the service does to a cluster. */
export const flows = {
  Creating: creating,
  Updating: updating,
  Deleting: deleting,
} as const satisfies Partial<Record<OperationKind, readonly Step<ClusterContext>[]>>;

/** Members of the internal model, as JSON pointers, for whose change there is a step; tags change without a run. */
export const supportedChanges: readonly string[] = [managedOutboundIps, servicePrincipalProfile];
