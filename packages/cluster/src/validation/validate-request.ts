import type { Finding } from "@aro/api";
import { failureOf } from "@aro/azure";
import type { Log } from "@aro/telemetry";
import type { MachineSize } from "../machines/index.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { providerFindings } from "./providers.ts";
import { quotaFindings } from "./quota.ts";
import { clusterSizes, featureFindings, sizeFindings } from "./sizes.ts";
import type { Validation } from "./validation.ts";

export interface RequestValidation extends Pick<Validation, "cluster" | "clients"> {
  log: Log;
  expandedZones: boolean;
}

/**
 * What is asked of the subscription before a create is accepted: sizes, features, quota, providers (spec 03 §11.7). What Azure does not answer
 * now stands in nobody's way: the same shows when it is made.
 */
export async function validateRequest(validation: RequestValidation, signal: AbortSignal): Promise<Finding[]> {
  const { cluster, log, expandedZones } = validation;
  const lenient = async (check: string, asked: Promise<readonly Finding[]>): Promise<readonly Finding[]> => {
    try {
      return await asked;
    } catch (error) {
      signal.throwIfAborted();
      if (failureOf(error).body === undefined && !failureOf(error).unanswered) throw error;
      log.warn("a check of the create was not answered", { check, error });
      return [];
    }
  };
  const sizes = clusterSizes(validation, signal);
  // What an earlier attempt has made already counts as used: only the making itself can tell then.
  const isResumed = propertiesOf(cluster).infraId !== undefined;
  const withSizes = async (check: (sizes: ReadonlyMap<string, MachineSize>) => Promise<Finding[]>) =>
    check(await sizes);
  const found = await Promise.all([
    lenient(
      "sizes",
      withSizes(async (known) => sizeFindings(cluster, known, { expandedZones, restrictions: true })),
    ),
    lenient("features", featureFindings(validation, signal)),
    isResumed
      ? []
      : lenient(
          "quota",
          withSizes((known) => quotaFindings(validation, known, signal)),
        ),
    lenient("providers", providerFindings(validation, signal)),
  ]);
  return found.flat();
}
