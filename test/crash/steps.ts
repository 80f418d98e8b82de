import { type ClusterContext, flows } from "@aro/cluster";

/** A cluster with a service principal, in a region without Hive: what these cases create and delete. */
const example = {
  settings: { installViaHive: false, features: new Set<string>(), domain: "region.test" },
  run: {
    leftBehind: {},
    cluster: () => ({
      openShiftCluster: { properties: { servicePrincipalProfile: {}, clusterProfile: { domain: "c1" } } },
    }),
  },
} as unknown as ClusterContext;

/** The steps of a flow that such a cluster goes through, in order. */
export const stepsOf = (kind: keyof typeof flows) => flows[kind].filter((step) => step.appliesTo?.(example) ?? true);
