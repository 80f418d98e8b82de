import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { loadGraph } from "../graph/load-graph.ts";
import { domainOf } from "../names/domain.ts";

/** Writes down what the customer is to know of the finished cluster: its addresses, its first user's password, its network. */
export const updateClusterData: OnceStep<ClusterContext> = {
  name: "updateClusterData",
  kind: "once",
  run: async (context, signal) => {
    const graph = await loadGraph(context, signal);
    const domain = domainOf(context.run.cluster(), context.settings.domain);
    const kubeadminPassword = context.sealer.seal(graph["*password.KubeadminPassword"].Password);
    const softwareDefinedNetwork = graph["*installconfig.InstallConfig"].config.networking.networkType;
    await patchProperties(context, ({ apiserverProfile, consoleProfile, networkProfile }) => ({
      apiserverProfile: { ...apiserverProfile, url: `https://api.${domain}:6443/` },
      consoleProfile: { ...consoleProfile, url: `https://console-openshift-console.apps.${domain}/` },
      kubeadminPassword,
      networkProfile: { ...networkProfile, softwareDefinedNetwork },
    }));
  },
};
