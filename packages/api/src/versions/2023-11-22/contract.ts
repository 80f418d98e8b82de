import shape from "../../generated/2023-11-22/cluster.json" with { type: "json" };
import resources from "../../generated/2023-11-22/resources.json" with { type: "json" };
import { validate } from "../../generated/2023-11-22/validate.js";
import { contract20230904 } from "../2023-09-04/contract.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { since } from "../contract/since.ts";
import { effectiveOutboundIps, loadBalancerWanted, managedOutboundIps } from "../rules/network.ts";

const balancer = "properties.networkProfile.loadBalancerProfile";
const addresses = [
  "properties.consoleProfile.url",
  "properties.apiserverProfile.url",
  "properties.apiserverProfile.ip",
  "properties.ingressProfiles[].ip",
];

/** api-version 2023-11-22: the load balancer's settings as they stayed; addresses become read-only; a state `Canceled`. */
export const contract20231122 = since(contract20230904, {
  name: "2023-11-22",
  shape: shape as ObjectShape,
  validate,
  resources,
  adds: {
    mutable: [`${balancer}.managedOutboundIps`],
    readOnly: [...addresses, `${balancer}.effectiveOutboundIps`],
    presence: [balancer],
    rules: [loadBalancerWanted, managedOutboundIps, effectiveOutboundIps],
  },
  drops: { filledIn: addresses },
  manners: { stateNames: {} },
});
