import type { JsonObject, v20250725 } from "@aro/api";
import { ApiError } from "./api-error.ts";
import { apiVersion, type Cluster, type ClusterAddress, type Credentials, clusterPath } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import type { Operation, OperationVerb } from "./operation.ts";
import type { Answer } from "./outcome.ts";
import { listAll } from "./pages.ts";

/** What came of looking for a cluster. */
export type Found =
  | {
      found: true;
      cluster: Cluster;
      etag: string | undefined;
      /** Id of the operation that left the cluster Failed. */
      failedOperation: string | undefined;
    }
  | { found: false; error: ApiError };

/** A request that was accepted: the cluster as answered, and the operation that works on it when it is not done already. */
export interface Accepted {
  cluster: Cluster | undefined;
  /** Absent: the request changed nothing, or there was nothing to delete. */
  operation: Operation | undefined;
}

/** Conditions on a write (ARM-ETG-01). */
export interface Precondition {
  ifMatch?: string;
  ifNoneMatch?: "*";
}

/** The clusters of one caller, api-version 2025-07-25. Every call throws what {@link Connection.call} throws. */
export interface Clusters {
  find(address: ClusterAddress): Promise<Found>;
  list(scope: { subscriptionId: string; resourceGroup?: string | undefined }): AsyncGenerator<Cluster>;
  put(address: ClusterAddress, cluster: Cluster, condition?: Precondition): Promise<Accepted>;
  patch(address: ClusterAddress, change: JsonObject, condition?: Precondition): Promise<Accepted>;
  delete(address: ClusterAddress, condition?: Precondition): Promise<Accepted>;
  listCredentials(address: ClusterAddress): Promise<Credentials>;
  /** Text of a kubeconfig with administrator's rights; undefined when the service gave none. */
  listAdminCredentials(address: ClusterAddress): Promise<string | undefined>;
}

/** The clusters that `connection` reaches. */
export function clusters(connection: Connection): Clusters {
  const write = async (
    method: "PUT" | "PATCH" | "DELETE",
    address: ClusterAddress,
    verb: OperationVerb,
    request: { body?: object; condition?: Precondition | undefined },
  ): Promise<Accepted> => {
    const path = clusterPath(address);
    const answer = await connection.call({
      method,
      path,
      apiVersion,
      headers: {
        ...(request.condition?.ifMatch === undefined ? {} : { "if-match": request.condition.ifMatch }),
        ...(request.condition?.ifNoneMatch === undefined ? {} : { "if-none-match": request.condition.ifNoneMatch }),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    // A PUT may also resume a create that failed before, or find one that runs (ARM-PUT-12, ARM-PUT-13): the answered state says which.
    const state = clusterIn(answer)?.properties?.provisioningState;
    return {
      cluster: method === "DELETE" ? undefined : clusterIn(answer),
      operation: operationOf(answer, path, state === "Creating" ? "create" : verb),
    };
  };
  const act = async (address: ClusterAddress, action: string) =>
    (await connection.call({ method: "POST", path: `${clusterPath(address)}/${action}`, apiVersion })).body;
  return {
    find: async (address) => {
      try {
        const answer = await connection.call({ method: "GET", path: clusterPath(address), apiVersion });
        return {
          found: true,
          cluster: answer.body as unknown as Cluster,
          etag: answer.header("etag"),
          failedOperation: answer.header("x-ms-failed-operation"),
        };
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return { found: false, error };
        throw error;
      }
    },
    list: ({ subscriptionId, resourceGroup }) => {
      const scope = `/subscriptions/${encodeURIComponent(subscriptionId)}${resourceGroup === undefined ? "" : `/resourceGroups/${encodeURIComponent(resourceGroup)}`}`;
      return listAll<Cluster>(connection, {
        path: `${scope}/providers/Microsoft.RedHatOpenShift/openShiftClusters`,
        apiVersion,
      });
    },
    put: (address, cluster, condition) => write("PUT", address, "update", { body: cluster, condition }),
    patch: (address, change, condition) => write("PATCH", address, "update", { body: change, condition }),
    delete: (address, condition) => write("DELETE", address, "delete", { condition }),
    listCredentials: async (address) => (await act(address, "listCredentials")) as Credentials,
    listAdminCredentials: async (address) => {
      const { kubeconfig } = (await act(address, "listAdminCredentials")) as v20250725.OpenShiftClusterAdminKubeconfig;
      return kubeconfig === undefined || kubeconfig === ""
        ? undefined
        : Buffer.from(kubeconfig, "base64").toString("utf8");
    },
  };
}

const clusterIn = (answer: Answer): Cluster | undefined => answer.body as unknown as Cluster | undefined;

function operationOf(answer: Answer, resourcePath: string, verb: OperationVerb): Operation | undefined {
  const statusAddress = answer.header("azure-asyncoperation");
  if (statusAddress === undefined) return undefined;
  const retryAfter = Number(answer.header("retry-after"));
  return {
    verb,
    statusAddress,
    resourcePath,
    ...(Number.isFinite(retryAfter) && retryAfter > 0 ? { firstPollMilliseconds: retryAfter * 1000 } : {}),
  };
}
