import type { OnceStep } from "@aro/steps";
import type { ClusterContext } from "../context.ts";
import { changeNeededSubnet } from "../network/change-subnet.ts";
import { masterSubnet } from "../network/cluster-subnets.ts";

/** The control plane's subnet takes private endpoints and private link services, which network policies would forbid. */
export const setMasterSubnetPolicies: OnceStep<ClusterContext> = {
  name: "setMasterSubnetPolicies",
  kind: "once",
  run: async (context, signal) => {
    const off = "Disabled";
    await changeNeededSubnet(
      context,
      "setMasterSubnetPolicies",
      masterSubnet(context.run.cluster()),
      (subnet) =>
        subnet.privateEndpointNetworkPolicies === off && subnet.privateLinkServiceNetworkPolicies === off
          ? undefined
          : { ...subnet, privateEndpointNetworkPolicies: off, privateLinkServiceNetworkPolicies: off },
      signal,
    );
  },
};
