/** One entry of the provider's operations list (spec 01 §1.7, ARM-PRX-01, ARM-PRX-02). */
export interface ProviderOperation {
  name: string;
  isDataAction: boolean;
  display: { provider: string; resource: string; operation: string; description: string };
  origin: string;
}

/** Action below the namespace, resource shown, label, sentence. */
const rows: readonly (readonly [action: string, resource: string, operation: string, description: string])[] = [
  [
    "locations/operationresults/read",
    "locations/operationresults",
    "Read operation results",
    "Reads the result of an asynchronous operation.",
  ],
  [
    "locations/operationsstatus/read",
    "locations/operationsstatus",
    "Read operation status",
    "Reads how far an asynchronous operation is.",
  ],
  ["operations/read", "operations", "Read operations", "Lists what can be done with this resource provider."],
  [
    "openShiftClusters/read",
    "openShiftClusters",
    "Read OpenShift cluster",
    "Reads one cluster, or lists those of a resource group or subscription.",
  ],
  [
    "openShiftClusters/write",
    "openShiftClusters",
    "Write OpenShift cluster",
    "Creates a cluster or changes its settings.",
  ],
  [
    "openShiftClusters/delete",
    "openShiftClusters",
    "Delete OpenShift cluster",
    "Deletes a cluster and everything the service made for it.",
  ],
  [
    "openShiftClusters/listCredentials/action",
    "openShiftClusters",
    "List credentials",
    "Reads the name and password of the cluster's kubeadmin user.",
  ],
  [
    "openShiftClusters/listAdminCredentials/action",
    "openShiftClusters",
    "List admin credentials",
    "Reads a kubeconfig with administrator rights on the cluster.",
  ],
  [
    "openShiftClusters/detectors/read",
    "openShiftClusters",
    "Read detectors",
    "Reads the results of the diagnostics of a cluster.",
  ],
  [
    "locations/listPlatformWorkloadIdentityRoleSets/read",
    "listPlatformWorkloadIdentityRoleSets",
    "Read role sets",
    "Lists the roles that the identities of a cluster's operators need, by OpenShift version.",
  ],
  [
    "locations/openshiftVersions/read",
    "openshiftVersions",
    "Read OpenShift versions",
    "Lists the OpenShift versions that can be installed in a location.",
  ],
  [
    "register/action",
    "subscriptions",
    "Register the resource provider",
    "Registers a subscription for this resource provider.",
  ],
];

/** What `GET /providers/Microsoft.RedHatOpenShift/operations` lists, in order; entries are only ever appended. */
export const providerOperations: readonly ProviderOperation[] = rows.map(
  ([action, resource, operation, description]) => ({
    name: `Microsoft.RedHatOpenShift/${action}`,
    isDataAction: false,
    display: { provider: "Azure Red Hat OpenShift", resource, operation, description },
    origin: "user,system",
  }),
);
