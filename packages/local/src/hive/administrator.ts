import type { KubeObject } from "@aro/control-plane";
import { type ClusterApi, openClusterApi } from "./cluster-api.ts";
import type { HiveContext } from "./context.ts";
import { deploymentSpec } from "./shapes.ts";

/**
 * The API server of an installed cluster, as the administrator whose kubeconfig its deployment names, at the address and name that it gives.
 * @throws Error saying what is missing.
 */
export function openAdministrator(
  { objects, apiServerAt }: Pick<HiveContext, "objects" | "apiServerAt">,
  deployment: KubeObject,
  signal: AbortSignal,
): ClusterApi {
  const { controlPlaneConfig, clusterMetadata } = deploymentSpec(deployment);
  const name = clusterMetadata?.adminKubeconfigSecretRef.name;
  const secret = name === undefined ? undefined : objects.get("v1/secrets", name, deployment.metadata.namespace);
  const kubeconfig = (secret?.["data"] as Record<string, string> | undefined)?.["kubeconfig"];
  if (kubeconfig === undefined) throw new Error("there is no kubeconfig for the cluster");
  const address = controlPlaneConfig?.apiServerIPOverride;
  if (address === undefined) throw new Error("the deployment gives no address of the cluster's API server");
  const [serverName = ""] = (controlPlaneConfig?.apiURLOverride ?? "").split(":");
  return openClusterApi({
    kubeconfig: Buffer.from(kubeconfig, "base64").toString("utf8"),
    destination: apiServerAt(address),
    serverName,
    signal,
  });
}
