import type { JsonObject, OpenShiftCluster, Subscription } from "@aro/api";

type Stored = OpenShiftCluster["properties"];

/** A cluster's properties with their secrets in clear: texts as they are, bytes in base64 (spec 03 §7.6). Members that nobody reads here are left out. */
export interface ClearProperties {
  clusterProfile: Pick<Stored["clusterProfile"], "domain" | "version" | "resourceGroupId" | "fipsValidatedModules"> & {
    pullSecret?: string;
    oidcIssuer?: string;
  };
  servicePrincipalProfile?: { clientId: string; clientSecret: string };
  platformWorkloadIdentityProfile?: Stored["platformWorkloadIdentityProfile"];
  networkProfile: Stored["networkProfile"] & { softwareDefinedNetwork?: string };
  masterProfile: Stored["masterProfile"];
  workerProfiles: Stored["workerProfiles"];
  apiserverProfile: Stored["apiserverProfile"];
  ingressProfiles: Stored["ingressProfiles"];
  install?: NonNullable<Stored["install"]>;
  storageSuffix?: string;
  imageRegistryStorageAccountName?: string;
  infraId?: string;
  /** PKCS #1 DER of the key of user `core`, base64. */
  sshKey?: string;
  /** What the cluster pulls with: its token of the service's registry. */
  registryProfiles?: RegistryProfile[];
}

export interface RegistryProfile {
  name: string;
  username: string;
  password?: string;
}

/** The cluster that `99_aro.json` holds. */
export interface ClearCluster {
  id: string;
  name: string;
  location: string;
  properties: ClearProperties;
}

/** What `99_sub.json` holds: the inner subscription object. */
export type ClearSubscription = Pick<Subscription, "state" | "properties">;

/** What the installation cannot do without, and who gives it: by JSON pointer into `99_aro.json` (spec 03 §7.6: at least what §§7.3–7.5 use). */
const needed: readonly { pointer: string; is: "text" | "list" | "number"; from: string }[] = [
  { pointer: "/id", is: "text", from: "the cluster's resource id" },
  { pointer: "/name", is: "text", from: "the cluster's name" },
  { pointer: "/location", is: "text", from: "the cluster's region" },
  { pointer: "/properties/clusterProfile/domain", is: "text", from: "the create request" },
  { pointer: "/properties/clusterProfile/version", is: "text", from: "the create request" },
  { pointer: "/properties/clusterProfile/resourceGroupId", is: "text", from: "the create request" },
  { pointer: "/properties/networkProfile/podCidr", is: "text", from: "the create request" },
  { pointer: "/properties/networkProfile/serviceCidr", is: "text", from: "the create request" },
  { pointer: "/properties/networkProfile/privateEndpointIp", is: "text", from: "step createAPIServerPrivateEndpoint" },
  { pointer: "/properties/masterProfile/vmSize", is: "text", from: "the create request" },
  { pointer: "/properties/masterProfile/subnetId", is: "text", from: "the create request" },
  { pointer: "/properties/workerProfiles", is: "list", from: "the create request" },
  { pointer: "/properties/workerProfiles/0/name", is: "text", from: "the create request" },
  { pointer: "/properties/workerProfiles/0/vmSize", is: "text", from: "the create request" },
  { pointer: "/properties/workerProfiles/0/subnetId", is: "text", from: "the create request" },
  { pointer: "/properties/workerProfiles/0/diskSizeGB", is: "number", from: "the create request" },
  { pointer: "/properties/workerProfiles/0/count", is: "number", from: "the create request" },
  { pointer: "/properties/apiserverProfile/intIp", is: "text", from: "step updateAPIIPEarly" },
  { pointer: "/properties/ingressProfiles", is: "list", from: "the create request" },
  { pointer: "/properties/ingressProfiles/0/ip", is: "text", from: "step createOrUpdateRouterIPEarly" },
  { pointer: "/properties/infraId", is: "text", from: "step ensureInfraID" },
  { pointer: "/properties/sshKey", is: "text", from: "step ensureSSHKey" },
  { pointer: "/properties/storageSuffix", is: "text", from: "step ensureStorageSuffix" },
  { pointer: "/properties/imageRegistryStorageAccountName", is: "text", from: "step ensureStorageSuffix" },
  { pointer: "/properties/install/now", is: "text", from: "the start of the installation" },
];

/** What is missing or of another type in a parsed `99_aro.json`, a line each; empty when the cluster can be installed. */
export function problemsOfCluster(document: unknown): string[] {
  const problems = needed.flatMap(({ pointer, is, from }) => {
    const value = at(document, pointer);
    const right =
      is === "list"
        ? Array.isArray(value) && value.length > 0
        : is === "number"
          ? typeof value === "number"
          : typeof value === "string" && value !== "";
    if (right) return [];
    return [`${pointer} ${value === undefined ? "is missing" : `is not a ${is}`}; it comes from ${from}`];
  });
  const properties = at(document, "/properties") as JsonObject | undefined;
  const hasPrincipal = typeof at(document, "/properties/servicePrincipalProfile/clientId") === "string";
  if (!hasPrincipal && properties?.["platformWorkloadIdentityProfile"] == null)
    problems.push("/properties has neither servicePrincipalProfile nor platformWorkloadIdentityProfile");
  if (hasPrincipal && typeof at(document, "/properties/servicePrincipalProfile/clientSecret") !== "string")
    problems.push("/properties/servicePrincipalProfile/clientSecret is missing; it comes from the create request");
  return problems;
}

/** What is missing in a parsed `99_sub.json`. */
export const problemsOfSubscription = (document: unknown): string[] =>
  typeof at(document, "/properties/tenantId") === "string"
    ? []
    : ["/properties/tenantId is missing; ARM tells it with the subscription's registration"];

function at(document: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .slice(1)
    .reduce<unknown>((value, member) => (value as Record<string, unknown> | null | undefined)?.[member], document);
}

/** Workload identities and no service principal (spec 03 §0). */
export const usesWorkloadIdentity = ({ properties }: ClearCluster): boolean =>
  properties.platformWorkloadIdentityProfile != null && properties.servicePrincipalProfile == null;
