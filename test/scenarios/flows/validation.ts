import type { Json } from "@aro/api";
import type { Scenario, Step, WantedError } from "../scenario.ts";
import { put, refused, remove, waitFor } from "./phrases.ts";

const p = "properties";
const master = `${p}.masterProfile.subnetId`;

/** A create that is accepted, and whose first step says what stands in its way. */
const fails = (
  name: string,
  shows: string,
  cluster: Readonly<Record<string, Json | undefined>>,
  error: Omit<WantedError, "details">,
): Scenario => ({
  name: `validation/${name}`,
  shows,
  steps: [
    put("create", cluster),
    waitFor("create", { status: "Failed", step: "validateResources", error: { ...error, details: "any" } }),
  ],
  end: { left: "failed", operations: 1 },
});

/** What Azure answers to the service about the subscription, instead of what it would. */
const answered = (path: string, body: Json): Step => ({
  arm: {
    match: { method: "GET", path: `/subscriptions/<subscription>/providers/${path}`, actor: "rp" },
    do: { kind: "status", status: 200, body: body as never },
    count: "always",
  },
  as: path,
});

/** A create that is refused at once for what the subscription may not have (spec 03 §11.7). */
const refuses = (
  name: string,
  shows: string,
  arranged: readonly Step[],
  error: WantedError,
  cluster: Readonly<Record<string, Json | undefined>> = {},
): Scenario => ({
  name: `validation/${name}`,
  shows,
  steps: [...arranged, refused({ send: "PUT <cluster>", body: { cluster } }, error)],
  end: { left: "nothing", billing: "none" },
});

const usage = (value: string, currentValue: number, limit: number) => ({
  value: [{ name: { value, localizedValue: value }, currentValue, limit }],
});

/** What stands in the way of a cluster is found before anything is made, and all of it is told (spec 03 §§8.2, 11; ARM-ERR-04). */
export const validation: readonly Scenario[] = [
  fails(
    "secret",
    "a wrong secret of the principal is told at its place",
    { [`${p}.servicePrincipalProfile.clientSecret`]: "wrong" },
    { code: "InvalidServicePrincipalCredentials", target: `${p}.servicePrincipalProfile`, says: ["client secret"] },
  ),
  fails(
    "application",
    "an application that the directory does not know is told at its place",
    { [`${p}.servicePrincipalProfile.clientId`]: "11111111-2222-4333-8444-555555555555" },
    { code: "InvalidServicePrincipalCredentials", target: `${p}.servicePrincipalProfile`, says: ["was not found"] },
  ),
  {
    name: "validation/permissions",
    shows:
      "a network that the principal has no rights on is told with the rights that are lacking and how to give them",
    customers: 2,
    steps: [
      put("create", { [master]: "<master 1>", [`${p}.workerProfiles.0.subnetId`]: "<worker 1>" }),
      waitFor("create", {
        status: "Failed",
        step: "validateResources",
        error: {
          code: "InvalidServicePrincipalPermissions",
          target: master,
          says: ["Microsoft.Network/virtualNetworks/join/action", "az role assignment create", "Network Contributor"],
        },
      }),
      remove(),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: "none" },
  },
  fails(
    "ranges",
    "pods whose range lies over a subnet's are told with both ranges",
    { [`${p}.networkProfile.podCidr`]: "10.0.0.0/18" },
    { code: "InvalidLinkedVNet", says: ["10.0.0.0/18", "Choose ranges that have no address in common"] },
  ),
  fails(
    "disk-encryption-set",
    "a disk encryption set that nobody may read, or that does not exist, is told with the role that is lacking",
    {
      [`${p}.masterProfile.diskEncryptionSetId`]:
        "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/diskEncryptionSets/none",
      [`${p}.workerProfiles.0.diskEncryptionSetId`]:
        "/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.Compute/diskEncryptionSets/none",
    },
    {
      code: "InvalidParameter",
      says: [
        "lacks 'Microsoft.Compute/diskEncryptionSets/read'",
        "service principal '<clientId>'",
        "resource provider",
      ],
    },
  ),
  fails(
    "everything-at-once",
    "a secret, a subnet and a range that are wrong are told together",
    {
      [`${p}.servicePrincipalProfile.clientSecret`]: "wrong",
      [`${p}.networkProfile.podCidr`]: "10.0.0.0/18",
      [master]: "<network>/subnets/nowhere",
    },
    { code: "InvalidParameter", says: ["stand in the way", "client secret", "nowhere", "10.0.0.0/18"] },
  ),
  refuses(
    "quota",
    "cores that the subscription has no more of are told before anything is accepted",
    [answered("microsoft.compute/locations/*/usages", usage("cores", 90, 100))],
    { code: "ResourceQuotaExceeded", target: `${p}.masterProfile.VMSize`, says: ["cores", "10 left", "more quota"] },
  ),
  refuses(
    "addresses",
    "so are public addresses",
    [answered("microsoft.network/locations/*/usages", usage("PublicIPAddresses", 8, 10))],
    { code: "ResourceQuotaExceeded", target: `${p}.networkProfile`, says: ["PublicIPAddresses", "2 left"] },
  ),
  refuses("sizes", "and sizes that the region does not offer", [answered("microsoft.compute/skus", { value: [] })], {
    code: "InvalidParameter",
    details: [
      { code: "InvalidParameter", target: `${p}.masterProfile.VMSize`, says: ["not offered"] },
      { code: "InvalidParameter", target: `${p}.workerProfiles[0].VMSize`, says: ["not offered"] },
    ],
  }),
  refuses(
    "providers",
    "and providers that the subscription is not registered with",
    [answered("microsoft.storage", { registrationState: "NotRegistered" })],
    { code: "ResourceProviderNotRegistered", says: ["Microsoft.Storage", "az provider register"] },
  ),
];
