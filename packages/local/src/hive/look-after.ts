import type { KubeObject } from "@aro/control-plane";
import { openAdministrator } from "./administrator.ts";
import { wordsOf } from "./cluster-api.ts";
import { holds, type Report, withConditions } from "./conditions.ts";
import { deploymentsResource, type HiveContext, stamp } from "./context.ts";
import { deploymentSpec } from "./shapes.ts";

/** How often Hive looks whether a cluster answers. */
const probeMilliseconds = { reached: 120_000, unreached: 30_000 } as const;

/** Looks whether an installed cluster answers its administrator, and says so. Answers when to look again. */
export async function lookAfter(context: HiveContext, deployment: KubeObject, signal: AbortSignal): Promise<number> {
  const { objects } = context;
  const { name, namespace } = deployment.metadata;
  const problem = await problemOf(context, deployment, signal);
  if (signal.aborted) return probeMilliseconds.unreached;
  const found = objects.get(deploymentsResource, name, namespace);
  if (found === undefined) return probeMilliseconds.unreached;
  const { apiURLOverride } = deploymentSpec(found).controlPlaneConfig ?? {};
  const reached = { reason: "ClusterReachable", message: "cluster is reachable" };
  const unreached = { reason: "ErrorConnectingToCluster", message: problem ?? "" };
  const reports: Report[] = [
    { type: "Provisioned", status: "True", reason: "Provisioned", message: "Cluster is provisioned" },
    {
      type: "ControlPlaneCertificateNotFound",
      status: "False",
      reason: "ControlPlaneCertificatesFound",
      message: "Control plane certificates are present",
    },
    problem === undefined
      ? { type: "Unreachable", status: "False", ...reached }
      : { type: "Unreachable", status: "True", ...unreached },
  ];
  if (apiURLOverride !== undefined)
    reports.push(
      problem === undefined
        ? { type: "ActiveAPIURLOverride", status: "True", ...reached }
        : { type: "ActiveAPIURLOverride", status: "False", ...unreached },
    );
  if (holds(found, "ProvisionFailed"))
    reports.push({
      type: "ProvisionFailed",
      status: "False",
      reason: "ProvisionSucceeded",
      message: "Provision succeeded",
    });
  const now = stamp(context);
  const status = found["status"] as { installedTimestamp?: string } | undefined;
  objects.setStatus(deploymentsResource, name, namespace, {
    ...withConditions(found, now, reports),
    installedTimestamp: status?.installedTimestamp ?? now,
    apiURL: `https://${apiURLOverride ?? ""}`,
    powerState: "Running",
  });
  return problem === undefined ? probeMilliseconds.reached : probeMilliseconds.unreached;
}

/** Why a cluster does not answer its administrator; undefined when it does. */
async function problemOf(
  context: HiveContext,
  deployment: KubeObject,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    using api = openAdministrator(context, deployment, signal);
    const { status, body } = await api.call("GET", "/api");
    return status < 400 ? undefined : wordsOf(body, status);
  } catch (error) {
    return (error as Error).message;
  }
}
