import { listOpenShiftVersions, readOpenShiftVersion } from "../catalog/openshift-versions.ts";
import { listCredentials } from "../clusters/credentials.ts";
import { deleteCluster } from "../clusters/delete.ts";
import { getCluster } from "../clusters/get.ts";
import { listClusters } from "../clusters/list.ts";
import { writeCluster } from "../clusters/write.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { type Readiness, ready } from "../health/ready.ts";
import { listOperations } from "../operations/list.ts";
import { operationResult } from "../operations/result.ts";
import { operationStatus } from "../operations/status.ts";
import { preflight } from "../preflight/preflight.ts";
import { putSubscription } from "../subscriptions/put.ts";
import type { Route } from "./route.ts";

const subscription = "/subscriptions/{subscriptionId}";
const clustersOfSubscription = `${subscription}/providers/{namespace}/{resourceType}`;
const clustersOfGroup = `${subscription}/resourceGroups/{resourceGroupName}/providers/{namespace}/{resourceType}`;
const cluster = `${clustersOfGroup}/{resourceName}`;
const location = `${subscription}/providers/{namespace}/locations/{location}`;

const ofArm = { caller: "arm", versions: "registered", body: "ignored" } as const;

/** Everything that is served (spec 01 §4.1). */
export const routesOf = (service: Service, readiness: Readiness): readonly Route<Exchange>[] => [
  { ...ofArm, name: "clusters.listByGroup", method: "GET", path: clustersOfGroup, serve: listClusters(service) },
  { ...ofArm, name: "clusters.list", method: "GET", path: clustersOfSubscription, serve: listClusters(service) },
  { ...ofArm, name: "clusters.get", method: "GET", path: cluster, adminVersion: true, serve: getCluster(service) },
  { ...ofArm, name: "clusters.put", method: "PUT", path: cluster, body: "json", serve: writeCluster("PUT", service) },
  {
    ...ofArm,
    name: "clusters.patch",
    method: "PATCH",
    path: cluster,
    body: "json",
    serve: writeCluster("PATCH", service),
  },
  { ...ofArm, name: "clusters.delete", method: "DELETE", path: cluster, serve: deleteCluster(service) },
  {
    ...ofArm,
    name: "clusters.listCredentials",
    method: "POST",
    path: `${cluster}/listCredentials`,
    body: "json",
    serve: listCredentials("credentials", service),
  },
  {
    ...ofArm,
    name: "clusters.listAdminCredentials",
    method: "POST",
    path: `${cluster}/listAdminCredentials`,
    body: "json",
    serve: listCredentials("adminCredentials", service),
  },
  {
    ...ofArm,
    // ARM asks with a version of its own choosing; each resource names the one that it is written in.
    name: "deployments.preflight",
    method: "POST",
    path: `${subscription}/resourceGroups/{resourceGroupName}/providers/{namespace}/deployments/{deploymentName}/preflight`,
    versions: "any",
    body: "json",
    serve: preflight(service),
  },
  {
    ...ofArm,
    name: "openShiftVersions.list",
    method: "GET",
    path: `${location}/openShiftVersions`,
    serve: listOpenShiftVersions(service),
  },
  {
    ...ofArm,
    name: "openShiftVersions.get",
    method: "GET",
    path: `${location}/openShiftVersions/{openShiftVersion}`,
    serve: readOpenShiftVersion(service),
  },
  {
    ...ofArm,
    name: "operations.status",
    method: "GET",
    path: `${location}/operationsStatus/{operationId}`,
    serve: operationStatus(service),
  },
  {
    ...ofArm,
    name: "operations.result",
    method: "GET",
    path: `${location}/operationResults/{operationId}`,
    serve: operationResult(service),
  },
  {
    ...ofArm,
    name: "subscriptions.put",
    method: "PUT",
    path: subscription,
    versions: "system",
    body: "json",
    serve: putSubscription(service),
  },
  {
    ...ofArm,
    name: "operations.list",
    method: "GET",
    path: "/providers/{namespace}/operations",
    versions: "any",
    serve: listOperations,
  },
  {
    ...ofArm,
    name: "health.ready",
    method: "GET",
    path: "/healthz/ready",
    versions: "any",
    caller: "anyone",
    serve: ready(readiness),
  },
];
