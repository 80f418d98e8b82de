import type { JsonObject } from "@aro/api";
import { type Template, templateOf } from "@aro/azure";
import { resourceNames } from "../names/resource-names.ts";
import { denyAssignment } from "./deny-assignment.ts";
import { internalLoadBalancer, publicLoadBalancer } from "./load-balancers.ts";
import { gatewayEndpoint, privateLinkService, publicAddress, securityGroup } from "./network.ts";
import { blobAssignment, servicePrincipalAssignment, workloadIdentityAssignment } from "./roles.ts";
import { blobContainer, storageAccount } from "./storage.ts";

/** Who works in the managed group, and with which roles. */
export type ClusterIdentity =
  | { kind: "servicePrincipal"; objectId: string }
  | {
      kind: "workloadIdentity";
      /** One entry per identity and role: object id of the identity, GUID of the role. */
      roles: readonly { objectId: string; roleId: string }[];
      firstPartyObjectId: string;
    };

/** All that the base template depends on. */
export interface BaseTemplateInput {
  infraId: string;
  /** As the customer wrote it. */
  location: string;
  storageSuffix: string;
  zones: readonly string[] | undefined;
  publicApi: boolean;
  publicIngress: boolean;
  /** Outgoing traffic leaves by a load balancer of ours. */
  outboundLoadBalancer: boolean;
  /** Names of the addresses it leaves by; with a public API its own address is the first of them. */
  outboundAddresses: readonly string[];
  masterSubnetId: string;
  /** Diagnostics of an earlier attempt have made a way to the bootstrap machine's SSH. */
  bootstrapSsh: boolean;
  /** Ids of the subnets that may reach the storage accounts, in order. */
  storageSubnets: { cluster: readonly string[]; registry: readonly string[] };
  /** Subscription of the service itself. */
  serviceSubscriptionId: string;
  /** Id of the gateway's private link service; absent: the cluster has no gateway. */
  gatewayLinkServiceId: string | undefined;
  identity: ClusterIdentity;
  denyAssignment: boolean;
}

/** The Azure resources of a cluster before there is a cluster, in order (spec 03 §9.2). Pure: the same input gives the same template. */
export function baseResourceTemplate(input: BaseTemplateInput): Template {
  const { infraId, zones, masterSubnetId, identity, publicApi, outboundLoadBalancer } = input;
  const names = resourceNames(infraId);
  const region = input.location.toLowerCase();
  const clusterAccount = `cluster${input.storageSuffix}`;
  const registryAccount = `imageregistry${input.storageSuffix}`;
  const sharedKeys = identity.kind === "servicePrincipal";
  const apiAddress = publicApi ? names.apiAddress : undefined;
  const further = input.outboundAddresses.filter((name) => name !== apiAddress);
  const when = (condition: boolean, ...resources: JsonObject[]): JsonObject[] => (condition ? resources : []);
  return templateOf([
    storageAccount({
      name: clusterAccount,
      region,
      subnets: input.storageSubnets.cluster,
      sharedKeys,
      sasPolicy: true,
    }),
    blobContainer(clusterAccount, "ignition"),
    blobContainer(clusterAccount, "aro"),
    storageAccount({
      name: registryAccount,
      region,
      subnets: input.storageSubnets.registry,
      sharedKeys,
      sasPolicy: false,
    }),
    blobContainer(registryAccount, "image-registry"),
    securityGroup(names.securityGroup, region, publicApi),
    privateLinkService({
      name: names.privateLinkService,
      region,
      internalLoadBalancer: names.internalLoadBalancer,
      masterSubnetId,
      serviceSubscriptionId: input.serviceSubscriptionId,
    }),
    internalLoadBalancer({
      name: names.internalLoadBalancer,
      infraId,
      region,
      zones,
      masterSubnetId,
      bootstrapSsh: input.bootstrapSsh,
    }),
    ...assignments(identity, clusterAccount),
    ...when(outboundLoadBalancer && publicApi, publicAddress(names.apiAddress, region, zones)),
    ...when(outboundLoadBalancer, ...further.map((name) => publicAddress(name, region, zones))),
    ...when(
      outboundLoadBalancer,
      publicLoadBalancer({
        name: names.publicLoadBalancer,
        region,
        apiAddress,
        outboundAddresses: input.outboundAddresses,
      }),
    ),
    ...when(outboundLoadBalancer && input.publicIngress, publicAddress(names.ingressAddress, region, zones)),
    ...(input.gatewayLinkServiceId === undefined
      ? []
      : [
          gatewayEndpoint({
            name: names.gatewayEndpoint,
            location: input.location,
            masterSubnetId,
            gatewayLinkServiceId: input.gatewayLinkServiceId,
          }),
        ]),
    ...when(input.denyAssignment, denyAssignment(excludedFromDeny(identity))),
  ]);
}

function assignments(identity: ClusterIdentity, clusterAccount: string): JsonObject[] {
  switch (identity.kind) {
    case "servicePrincipal":
      return [servicePrincipalAssignment(identity.objectId)];
    case "workloadIdentity":
      return [
        ...identity.roles.map(({ roleId, objectId }) => workloadIdentityAssignment(roleId, objectId)),
        blobAssignment(clusterAccount, identity.firstPartyObjectId),
      ];
  }
}

function excludedFromDeny(identity: ClusterIdentity): string[] {
  switch (identity.kind) {
    case "servicePrincipal":
      return [identity.objectId];
    case "workloadIdentity":
      return [...new Set(identity.roles.map(({ objectId }) => objectId)), identity.firstPartyObjectId];
  }
}
