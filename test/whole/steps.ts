import { type ClusterContext, flows } from "@aro/cluster";

/** A cluster with a service principal and no pull secret, installed by Hive: what these cases create and delete. */
const example = {
  settings: { installViaHive: true, features: new Set<string>(), domain: "region.test" },
  run: {
    leftBehind: {},
    cluster: () => ({
      openShiftCluster: {
        properties: {
          servicePrincipalProfile: {},
          clusterProfile: { domain: "c1" },
          workerProfiles: [{}],
          hiveProfile: { namespace: "aro-id" },
        },
      },
    }),
  },
} as unknown as ClusterContext;

/** The steps of a flow that such a cluster goes through, in order. */
export const stepsOf = (kind: keyof typeof flows) => flows[kind].filter((step) => step.appliesTo?.(example) ?? true);

/** Every edge of every step, each once: a step that stands several times in the list is met the first time. */
export const boundariesOf = (kind: keyof typeof flows): string[] => [
  ...new Set(stepsOf(kind).flatMap(({ name }) => [`${name}:started`, `${name}:finished`])),
];
