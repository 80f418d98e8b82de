import { type Doc, record, setAt, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { partsOf } from "../../resources/lookup.ts";
import type { PartRow } from "../../resources/type-facts.ts";
import { namesGroup } from "./application-security-groups.ts";
import { networkType, readPart } from "./base.ts";
import { needs, notInUse, resourceGuid, within } from "./rules.ts";

const securityRules: PartRow = {
  segment: "securityRules",
  member: "securityRules",
  model: "SecurityRule",
  label: "SecurityRule",
  verbs: ["GET", "LIST", "PUT", "DELETE"],
  defaults: {
    properties: {
      sourceAddressPrefixes: [],
      destinationAddressPrefixes: [],
      sourcePortRanges: [],
      destinationPortRanges: [],
    },
  },
};

const rule = (
  direction: string,
  name: string,
  priority: number,
  access: string,
  source: string,
  target: string,
  why: string,
): Doc => ({
  name,
  properties: {
    description: why,
    protocol: "*",
    sourcePortRange: "*",
    destinationPortRange: "*",
    sourceAddressPrefix: source,
    destinationAddressPrefix: target,
    access,
    priority,
    direction,
    sourcePortRanges: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    destinationAddressPrefixes: [],
  },
});

/** The rules that every security group begins with. */
const builtIn: readonly Doc[] = [
  rule(
    "Inbound",
    "AllowVnetInBound",
    65_000,
    "Allow",
    "VirtualNetwork",
    "VirtualNetwork",
    "Allow inbound traffic from all VMs in VNET",
  ),
  rule(
    "Inbound",
    "AllowAzureLoadBalancerInBound",
    65_001,
    "Allow",
    "AzureLoadBalancer",
    "*",
    "Allow inbound traffic from azure load balancer",
  ),
  rule("Inbound", "DenyAllInBound", 65_500, "Deny", "*", "*", "Deny all inbound traffic"),
  rule(
    "Outbound",
    "AllowVnetOutBound",
    65_000,
    "Allow",
    "VirtualNetwork",
    "VirtualNetwork",
    "Allow outbound traffic from all VMs to all VMs in VNET",
  ),
  rule(
    "Outbound",
    "AllowInternetOutBound",
    65_001,
    "Allow",
    "*",
    "Internet",
    "Allow outbound traffic from all VMs to Internet",
  ),
  rule("Outbound", "DenyAllOutBound", 65_500, "Deny", "*", "*", "Deny all outbound traffic"),
];

const defaultRules: Rule = {
  name: "every security group has six default rules",
  evidence: "documented",
  apply: (change: Change) => {
    const rules = structuredClone(builtIn) as Doc[];
    for (const one of rules) one["id"] = `${change.keptId}/defaultSecurityRules/${text(one["name"])}`;
    setAt(change.doc, "properties.defaultSecurityRules", rules);
  },
};

const distinct: Rule = {
  name: "no two rules have the same priority and direction",
  evidence: "documented",
  apply: (change: Change) => {
    const seen = new Map<string, string>();
    for (const one of partsOf(change.doc, securityRules)) {
      const properties = record(one["properties"]);
      const mark = `${String(properties["priority"])} ${String(properties["direction"])}`;
      const other = seen.get(mark);
      if (other !== undefined)
        throw new Refusal(
          400,
          "SecurityRuleConflict",
          `Security rule ${other} conflicts with rule ${text(one["name"])}. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.`,
        );
      seen.set(mark, text(one["name"]));
    }
  },
};

/** Network security groups with their rules. */
export const securityGroups: TypeRow = networkType({
  type: "Microsoft.Network/networkSecurityGroups",
  model: "NetworkSecurityGroup",
  label: "NetworkSecurityGroup",
  takes: { put: [2_000, 6_000], delete: [2_000, 6_000] },
  parts: [securityRules, readPart("defaultSecurityRules", "SecurityRule", "SecurityRule")],
  references: [
    namesGroup("properties.securityRules[].properties.sourceApplicationSecurityGroups[]"),
    namesGroup("properties.securityRules[].properties.destinationApplicationSecurityGroups[]"),
  ],
  defaults: { properties: { securityRules: [] } },
  expands: ["subnets", "networkInterfaces"],
  rules: [
    resourceGuid,
    needs("securityRules", ["protocol", "access", "priority", "direction"]),
    within("securityRules", "priority", 100, 4_096),
    distinct,
    defaultRules,
  ],
  removal: [
    notInUse(
      "InUseNetworkSecurityGroupCannotBeDeleted",
      (id, users) =>
        `Network security group ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    ),
  ],
});
