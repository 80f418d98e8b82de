import { kinds, type Resource } from "@aro/kubernetes";
import { type AroCluster, operatorNames } from "@aro/operator-objects";
import type { OperatorContext } from "../runtime/controller.ts";

/** The kind of the object that tells the operator what it works on. */
export const clusterKind = kinds.AroCluster as Resource<AroCluster>;

/** Reads it. @throws Error while there is none: the controller looks again. */
export async function readCluster(
  { client }: Pick<OperatorContext, "client">,
  signal: AbortSignal,
): Promise<AroCluster> {
  const found = await client.get(clusterKind, { name: operatorNames.cluster }, signal);
  if (found === undefined) throw new Error(`there is no Cluster "${operatorNames.cluster}"`);
  // A Cluster may have been made by hand, without any flags (spec 04 §12, Q-16).
  return { ...found, spec: { ...found.spec, operatorflags: found.spec?.operatorflags ?? {} } };
}

/** Now, in whole seconds as Kubernetes writes times. */
export const timeStamp = ({ clock }: Pick<OperatorContext, "clock">): string =>
  `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
