/** Requests and clusters for tests: valid until a test changes something. */

import type { OpenShiftCluster } from "../../documents/cluster.ts";
import type { JsonObject } from "../../documents/json.ts";
import { type Sealed, type Sealer, Secret } from "../../documents/sealed.ts";
import type { Contract } from "../contract/contract.ts";
import { knownBody } from "../contract/known.ts";
import { placesOf } from "../contract/place.ts";
import { shapeAt } from "../contract/shape.ts";
import type { ClusterRequest } from "../request.ts";

export const sampleSubscription = "00000000-0000-0000-0000-000000000001";
const network = `/subscriptions/${sampleSubscription}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/vnet`;
export const sampleIdentity = (name: string): string =>
  `/subscriptions/${sampleSubscription}/resourceGroups/ids/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;

/** Seals by writing in hexadecimal after a mark. */
export const sampleSealer: Sealer = {
  seal: (clear) => `sealed:${Buffer.from(clear as string).toString("hex")}` as Sealed,
  openText: (value) => {
    if (!value.startsWith("sealed:")) throw new Error("message authentication failed");
    return new Secret(Buffer.from(value.slice("sealed:".length), "hex").toString());
  },
  openBytes: (value) => new Secret(Buffer.from(value.slice("sealed:".length), "hex")),
};

/** A PUT body that creates a cluster with a service principal. */
export const sampleBody = (): JsonObject => ({
  location: "eastus",
  tags: { team: "payments" },
  properties: {
    clusterProfile: {
      pullSecret: '{"auths":{"registry.example.com":{"auth":"c2VjcmV0"}}}',
      domain: "example",
      version: "4.16.30",
      resourceGroupId: `/subscriptions/${sampleSubscription}/resourceGroups/Managed`,
      fipsValidatedModules: "Disabled",
    },
    servicePrincipalProfile: { clientId: "11111111-1111-1111-1111-111111111111", clientSecret: "hunter2" },
    networkProfile: { podCidr: "10.128.0.0/14", serviceCidr: "172.30.0.0/16" },
    masterProfile: { vmSize: "Standard_D8s_v5", subnetId: `${network}/subnets/master`, encryptionAtHost: "Disabled" },
    workerProfiles: [
      {
        name: "worker",
        vmSize: "Standard_D4s_v5",
        diskSizeGB: 128,
        subnetId: `${network}/subnets/worker`,
        count: 3,
        encryptionAtHost: "Disabled",
      },
    ],
    apiserverProfile: { visibility: "Public" },
    ingressProfiles: [{ name: "default", visibility: "Public" }],
  },
});

/** A PUT body that creates a cluster with workload identities. */
export function sampleWorkloadBody(): JsonObject {
  const body = sampleBody();
  const { servicePrincipalProfile: _, ...properties } = body["properties"] as JsonObject;
  return {
    ...body,
    identity: { type: "UserAssigned", userAssignedIdentities: { [sampleIdentity("cluster")]: {} } },
    properties: {
      ...properties,
      platformWorkloadIdentityProfile: {
        platformWorkloadIdentities: {
          "cloud-controller-manager": { resourceId: sampleIdentity("ccm") },
          ingress: { resourceId: sampleIdentity("ingress") },
        },
      },
    },
  };
}

/** What of `body` the version knows, and what else it needs. */
export function bodyOf(contract: Contract, body: JsonObject = sampleBody()): JsonObject {
  const { body: known } = knownBody(placesOf(contract), body, false);
  const chooses = shapeAt(contract.shape, "properties.networkProfile.softwareDefinedNetwork") !== undefined;
  return chooses ? edited(known, ["properties", "networkProfile", "softwareDefinedNetwork"], "OVNKubernetes") : known;
}

/** A request with `body`; a create unless `stored` is given. */
export function sampleRequest(
  body: JsonObject,
  stored?: OpenShiftCluster,
  method: "PUT" | "PATCH" = "PUT",
): ClusterRequest {
  const name = "Cluster1";
  const type = "Microsoft.RedHatOpenShift/openShiftClusters";
  return {
    method,
    body,
    target: {
      id: `/subscriptions/${sampleSubscription}/resourceGroups/RG/providers/${type}/${name}`,
      name,
      type,
      subscriptionId: sampleSubscription,
      resourceGroup: "RG",
    },
    ...(stored === undefined ? {} : { stored }),
    creation: { createdAt: "2025-01-01T00:00:00.000Z", createdBy: "0123abc", gatewayEnabled: true },
    rules: {
      location: "eastus",
      domain: "eastus.aroapp.io",
      requireD2sWorkers: false,
      versions: { enabled: new Set(["4.16.30", "4.19.1"]), default: "4.16.30" },
    },
    sealer: sampleSealer,
  };
}

/** `value` with what lies at `way` replaced; undefined removes it. Lists are entered by index. */
export function edited<Value>(value: Value, way: readonly (string | number)[], replacement: unknown): Value {
  const [step, ...rest] = way;
  if (step === undefined) return replacement as Value;
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string | number, unknown>;
  const inner = edited(copy[step] ?? (typeof rest[0] === "number" ? [] : {}), rest, replacement);
  if (inner === undefined) delete copy[step];
  else copy[step] = inner;
  return copy as Value;
}
