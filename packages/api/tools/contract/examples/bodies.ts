import type { JsonObject } from "../../../src/documents/json.ts";
import type { OpenShiftVersion } from "../../../src/documents/openshift-version.ts";
import type { PlatformWorkloadIdentityRoleSet } from "../../../src/documents/role-set.ts";
import { providerOperations } from "../../../src/provider-operations.ts";
import type { Contract } from "../../../src/versions/contract/contract.ts";
import { resourcesOf } from "../../../src/versions/resources/resources.ts";
import { sampleSealer, sampleSubscription } from "../../../src/versions/testing/samples.ts";
import type { Operation } from "../operations.ts";
import type { ExampleCluster } from "./clusters.ts";

const place = { subscriptionId: sampleSubscription, location: "eastus" };

const version: OpenShiftVersion = {
  properties: {
    version: "4.16.30",
    openShiftPullspec: "registry.example.com/release:4.16.30",
    installerPullspec: "registry.example.com/installer:4.16.30",
    enabled: true,
  },
};

const roleSet: PlatformWorkloadIdentityRoleSet = {
  properties: {
    openShiftVersion: "4.16",
    platformWorkloadIdentityRoles: [
      {
        operatorName: "cloud-controller-manager",
        roleDefinitionName: "Azure Red Hat OpenShift Cloud Controller Manager",
        roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/a1f96423-95ce-4224-ab27-4e3dc72facd4",
        serviceAccounts: ["system:serviceaccount:openshift-cloud-controller-manager:cloud-controller-manager"],
      },
    ],
  },
};

const stateOf = (verb: string, status: string) => {
  if (verb === "get") return "Succeeded";
  return verb === "put" && status === "201" ? "Creating" : "Updating";
};

/** The bodies of successful answers by the definition they have, as the version's converters make them. */
export function exampleBodies(
  contract: Contract,
  cluster: ExampleCluster,
  { verb }: Operation,
  status: string,
): Record<string, unknown> {
  const resources = resourcesOf(contract);
  const oneVersion = resources.openShiftVersion?.(version, place);
  const oneRoleSet = resources.roleSet?.(roleSet, place);
  return {
    OpenShiftCluster: cluster.shown(stateOf(verb, status), verb),
    OpenShiftClusterList: { value: [cluster.shown("Succeeded", verb)] },
    OpenShiftClusterCredentials: resources.credentials?.(cluster.stored, sampleSealer),
    OpenShiftClusterAdminKubeconfig: resources.adminCredentials?.(cluster.stored, sampleSealer),
    OpenShiftVersion: oneVersion,
    OpenShiftVersionList: { value: [oneVersion] },
    PlatformWorkloadIdentityRoleSet: oneRoleSet,
    PlatformWorkloadIdentityRoleSetList: { value: [oneRoleSet] },
    OperationList: {
      value: providerOperations.slice(0, 5).map(({ name, display, origin }) => ({ name, display, origin })),
    },
  };
}

const operations = `https://management.azure.com/subscriptions/${sampleSubscription}/providers/Microsoft.RedHatOpenShift/locations/eastus`;
const operationId = "11111111-2222-4333-8444-555555555555";

/** Values of response headers. */
export const exampleHeaders = (version: string): JsonObject => ({
  "Azure-AsyncOperation": `${operations}/operationsstatus/${operationId}?api-version=${version}`,
  Location: `${operations}/operationresults/${operationId}?api-version=${version}`,
  "Retry-After": 10,
});
