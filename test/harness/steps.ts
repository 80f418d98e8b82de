import { type ClusterContext, flows } from "@aro/cluster";

type Kind = keyof typeof flows;

/** A cluster with a service principal and no pull secret: what the suites create and delete; with an installer in the region, or without. */
const example = (installViaHive: boolean): ClusterContext =>
  ({
    settings: { installViaHive, registryId: "/registry", features: new Set<string>(), domain: "region.test" },
    run: {
      leftBehind: {},
      cluster: () => ({
        openShiftCluster: {
          properties: {
            servicePrincipalProfile: {},
            featureProfile: { gatewayEnabled: false },
            networkProfile: {},
            clusterProfile: { domain: "c1" },
            ...(installViaHive ? { workerProfiles: [{}], hiveProfile: { namespace: "aro-id" } } : {}),
          },
        },
      }),
    },
  }) as unknown as ClusterContext;

const listOf = (kind: Kind, context: ClusterContext) => flows[kind].filter((step) => step.appliesTo?.(context) ?? true);

/** The steps of a flow that a whole cluster goes through, in order. */
export const wholeSteps = (kind: Kind) => listOf(kind, example(true));

/** Those of a cluster of which there is only the Azure half. */
export const azureSteps = (kind: Kind) => listOf(kind, example(false));

/** Every edge of every step, each once: a step that stands several times in the list is met the first time. */
export const boundariesOf = (steps: readonly { name: string }[]): string[] => [
  ...new Set(steps.flatMap(({ name }) => [`${name}:started`, `${name}:finished`])),
];
