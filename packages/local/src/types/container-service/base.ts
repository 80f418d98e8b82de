import { createChecker } from "../../resources/checker.ts";
import { containerServiceModels } from "../generated/container-service.ts";

/** Versions that our clients send: @azure/arm-containerservice and az 2.91 the newest, azurerm, az 2.45. */
export const clusterVersions: readonly string[] = [
  "2026-06-01",
  "2026-05-01",
  "2026-04-01",
  "2025-07-01",
  "2025-05-01",
  "2024-09-01",
  "2023-04-02-preview",
  "2022-11-01",
];

const { models, values } = containerServiceModels;

/** Checks bodies of Microsoft.ContainerService. What a cluster itself tells of its pools is passed over when it is sent back. */
export const clusterChecker = createChecker({
  models: {
    ...models,
    ManagedCluster: { ...models["ManagedCluster"], eTag: "-string" },
    ManagedClusterAgentPoolProfile: {
      ...models["ManagedClusterAgentPoolProfile"],
      powerState: "-PowerState",
      nodeImageVersion: "-string",
    },
  },
  values,
});

/** The Kubernetes that a cluster runs unless it asks for another. */
export const defaultKubernetes = "1.32.6";
