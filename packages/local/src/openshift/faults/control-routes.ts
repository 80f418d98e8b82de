import { badRequest, type ControlRoute, done } from "../../control/control.ts";
import { armError } from "../../wall/answers.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { readFaults } from "./cluster-faults.ts";

/** What people and tests ask of emulated clusters: which there are, and what is to be wrong with one. */
export function clusterRoutes(clusters: () => readonly Cluster[]): ControlRoute[] {
  const find = (infraId = "") => clusters().find((one) => one.infraId === infraId);
  const unknown = (infraId = "") =>
    armError(
      404,
      "NotFound",
      `There is no cluster '${infraId}'; there are ${
        clusters()
          .map((one) => one.infraId)
          .join(", ") || "none"
      }.`,
    );
  return [
    {
      method: "GET",
      path: "/_local/clusters",
      run: () =>
        done({
          clusters: clusters().map(({ infraId, domain, group, record, controlPlane, faults, parts }) => ({
            infraId,
            domain,
            resourceGroup: group,
            phase: record.phase,
            apiPort: controlPlane.port,
            faults,
            ...parts(),
          })),
        }),
    },
    {
      method: "GET",
      path: "/_local/clusters/{infraId}/faults",
      run: ({ parameters: { infraId } }) => {
        const cluster = find(infraId);
        return cluster === undefined ? unknown(infraId) : done({ ...cluster.faults });
      },
    },
    {
      method: "PUT",
      path: "/_local/clusters/{infraId}/faults",
      run: async ({ parameters: { infraId }, body }) => {
        const cluster = find(infraId);
        if (cluster === undefined) return unknown(infraId);
        const wanted = readFaults(cluster.faults, body, cluster.parts());
        if (typeof wanted === "string") return badRequest(wanted);
        await cluster.setFaults(wanted);
        return done({ ...wanted });
      },
    },
  ];
}
