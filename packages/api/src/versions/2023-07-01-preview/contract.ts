import shape from "../../generated/2023-07-01-preview/cluster.json" with { type: "json" };
import resources from "../../generated/2023-07-01-preview/resources.json" with { type: "json" };
import { validate } from "../../generated/2023-07-01-preview/validate.js";
import { contract20230401 } from "../2023-04-01/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import {
  announcedOnly,
  effectiveOutboundIps,
  loadBalancerWanted,
  managedOutboundIps,
  oneOutboundWay,
} from "../rules/network.ts";

const balancer = "properties.networkProfile.loadBalancerProfile";

/** api-version 2023-07-01-preview: the load balancer's settings, some of them announced only; a state `Cancelled`. */
export const contract20230701 = since(contract20230401, {
  name: "2023-07-01-preview",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: {
    mutable: [
      `${balancer}.managedOutboundIps`,
      `${balancer}.outboundIps`,
      `${balancer}.outboundIpPrefixes`,
      `${balancer}.allocatedOutboundPorts`,
    ],
    readOnly: [`${balancer}.effectiveOutboundIps`],
    presence: [balancer],
    rules: [loadBalancerWanted, oneOutboundWay, managedOutboundIps, announcedOnly, effectiveOutboundIps],
  },
  manners: { stateNames: { Canceled: "Cancelled" } },
});
