import { CloudError, type Finding, type OpenShiftCluster } from "@aro/api";
import { within } from "../within.ts";
import type { ClusterWrite } from "./cluster-write.ts";

/**
 * Asks Azure what only Azure knows, before a creation begins or begins again (spec 01 §6.2.1).
 * @throws CloudError with the findings of every check (ARM-ERR-04).
 */
export async function checkCreate(
  { service, exchange, subscription }: Pick<ClusterWrite, "service" | "exchange" | "subscription">,
  cluster: OpenShiftCluster,
): Promise<void> {
  const { createChecks = [], clock, durations } = service;
  if (createChecks.length === 0) return;
  const findings = await Promise.all(
    createChecks.map((check) =>
      within(
        clock,
        durations.dependencyDeadline,
        "a check of the create",
        check({ cluster, subscription }, exchange.signal),
      ),
    ),
  );
  const [first, ...others]: Finding[] = findings.flat();
  if (first !== undefined) throw CloudError.ofFindings([first, ...others]);
}
