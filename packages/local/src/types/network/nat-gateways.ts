import { find, isDoc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { addressType, networkType } from "./base.ts";
import { notEmulated, notInUse, publicAddressesFree, resourceGuid } from "./rules.ts";

const shape: Rule = {
  name: "a NAT gateway is Standard, in one zone at most, idle for 4 to 120 minutes, with Standard addresses",
  evidence: "documented",
  apply: ({ engine, doc, keptId }: Change) => {
    const sku = record(doc["sku"]);
    if ((sku["name"] ?? "Standard") !== "Standard")
      throw new Refusal(
        400,
        "NatGatewaySkuNotSupported",
        `The SKU '${text(sku["name"])}' of NAT gateway ${keptId} is not carried out by the emulated Azure; it knows Standard.`,
      );
    doc["sku"] = { name: "Standard" };
    const idle = record(doc["properties"])["idleTimeoutInMinutes"];
    if (typeof idle !== "number" || !Number.isInteger(idle) || idle < 4 || idle > 120)
      throw new Refusal(
        400,
        "InvalidIdleTimeout",
        `The idleTimeoutInMinutes ${String(idle)} of NAT gateway ${keptId} must be a whole number between 4 and 120.`,
      );
    const zones = doc["zones"];
    if (Array.isArray(zones) && zones.length > 1)
      throw new Refusal(
        400,
        "NatGatewayWithManyZones",
        `NAT gateway ${keptId} is in one zone at most; ${zones.length} are given.`,
      );
    for (const found of find(doc, "properties.publicIpAddresses[]")) {
      const id = isDoc(found.value) ? text(found.value["id"]) : "";
      const address = engine.rows.get(id.toLowerCase());
      if (address !== undefined && record(address.body["sku"])["name"] !== "Standard")
        throw new Refusal(
          400,
          "NatGatewayWithNonStandardPublicIPAddress",
          `NAT gateway ${keptId} references public IP address ${id}, whose SKU is not Standard.`,
        );
    }
  },
};

/** NAT gateways: a way out for the subnets that name one. */
export const natGateways: TypeRow = networkType({
  type: "Microsoft.Network/natGateways",
  model: "NatGateway",
  label: "NatGateway",
  takes: { put: [3_000, 10_000], delete: [3_000, 10_000] },
  references: [
    {
      at: "properties.publicIpAddresses[]",
      to: addressType,
      back: { member: "natGateway", names: "resource", single: true },
      sameRegion: true,
    },
  ],
  defaults: { sku: { name: "Standard" }, properties: { idleTimeoutInMinutes: 4 } },
  expands: ["subnets", "publicIpAddresses"],
  rules: [
    notEmulated([
      "properties.publicIpPrefixes",
      "properties.publicIpPrefixesV6",
      "properties.publicIpAddressesV6",
      "properties.sourceVirtualNetwork",
      "properties.serviceGateway",
      "properties.nat64",
    ]),
    resourceGuid,
    shape,
    publicAddressesFree,
  ],
  removal: [
    notInUse(
      "InUseNatGatewayCannotBeDeleted",
      (id, users) =>
        `NAT gateway ${id} cannot be deleted because it is in use by the following subnets: ${users.join(", ")}.`,
    ),
  ],
});
