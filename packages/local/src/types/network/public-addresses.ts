import { isDoc, record, setAt, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { formatAddress } from "./addresses.ts";
import { networkType } from "./base.ts";
import { notEmulated, notInUse, resourceGuid } from "./rules.ts";
import { addressQuota } from "./usages.ts";

/** 198.18.0.0/15 is set aside for benchmarks (RFC 2544), so that no emulated address is anybody's. */
const pool = { first: 198n * 2n ** 24n + 18n * 2n ** 16n, size: 2 ** 17 } as const;

const standardIsStatic: Rule = {
  name: "a Standard address is Static",
  evidence: "documented",
  apply: ({ doc, keptId }: Change) => {
    const sku = text(record(doc["sku"])["name"]);
    if (sku !== "Basic" && record(doc["properties"])["publicIPAllocationMethod"] === "Dynamic")
      throw new Refusal(
        400,
        "PublicIPAddressSkuRequiresStaticAllocation",
        `${sku} sku publicIp ${keptId} must have AllocationMethod set to Static.`,
      );
  },
};

/** A client that read an address sends back who holds it; that is the gateway's to say. */
const toldGateway: Rule = {
  name: "natGateway of an address is told, not taken",
  evidence: "documented",
  apply: ({ doc }: Change) => {
    delete record(doc["properties"])["natGateway"];
  },
};

const unchanging: Rule = {
  name: "sku, version, allocation and zones of an address stay while it lives",
  evidence: "documented",
  apply: ({ doc, before, keptId }: Change) => {
    if (before === undefined) return;
    const old = record(before.body["properties"]);
    const now = record(doc["properties"]);
    if (text(record(before.body["sku"])["name"]) !== text(record(doc["sku"])["name"]))
      throw new Refusal(
        400,
        "PublicIPAddressSkuCannotBeChanged",
        `The sku of public IP address ${keptId} cannot be changed.`,
      );
    if (old["publicIPAddressVersion"] !== now["publicIPAddressVersion"])
      throw new Refusal(
        400,
        "PublicIpAddressVersionCannotBeChanged",
        `The version of public IP address ${keptId} cannot be changed.`,
      );
    if (JSON.stringify(before.body["zones"] ?? []) !== JSON.stringify(doc["zones"] ?? []))
      throw new Refusal(
        400,
        "ResourceAvailabilityZonesCannotBeModified",
        `Resource ${keptId} has an existing availability zone constraint ${JSON.stringify(before.body["zones"] ?? [])} and the request has availability zone constraint ${JSON.stringify(doc["zones"] ?? [])}, which do not match. Zones cannot be added/updated/removed once the resource is created.`,
      );
  },
};

const allocate: Rule = {
  name: "an address is drawn at creation and stays",
  evidence: "documented",
  apply: ({ engine, doc, before, id }: Change) => {
    const properties = record(doc["properties"]);
    const old = before === undefined ? "" : text(record(before.body["properties"])["ipAddress"]);
    properties["ipAddress"] = old === "" ? draw(engine, id.key) : old;
    doc["properties"] = properties;
    const label = isDoc(properties["dnsSettings"]) ? text(properties["dnsSettings"]["domainNameLabel"]) : "";
    if (label !== "") setAt(doc, "properties.dnsSettings.fqdn", `${label}.${text(doc["location"])}.cloudapp.test`);
  },
};

function draw(engine: Change["engine"], key: string): string {
  for (;;) {
    const value = pool.first + BigInt(engine.random.integer(pool.size - 2) + 1);
    const address = formatAddress({ value, bits: 32 });
    const name = `public-address ${address}`;
    const holder = engine.rows.value(name);
    if (holder !== undefined && holder !== key && engine.rows.has(holder)) continue;
    engine.rows.setValue(name, key);
    return address;
  }
}

/** Public addresses. */
export const publicAddresses: TypeRow = networkType({
  type: "Microsoft.Network/publicIPAddresses",
  model: "PublicIPAddress",
  label: "PublicIPAddress",
  takes: { put: [2_000, 5_000], delete: [4_000, 10_000] },
  defaults: {
    sku: { name: "Basic", tier: "Regional" },
    properties: {
      publicIPAddressVersion: "IPv4",
      publicIPAllocationMethod: "Dynamic",
      idleTimeoutInMinutes: 4,
      ipTags: [],
    },
  },
  expands: ["ipConfiguration"],
  rules: [
    notEmulated(["properties.publicIPPrefix", "properties.servicePublicIPAddress", "properties.linkedPublicIPAddress"]),
    toldGateway,
    resourceGuid,
    standardIsStatic,
    unchanging,
    addressQuota,
    allocate,
  ],
  removal: [
    notInUse(
      "PublicIPAddressCannotBeDeleted",
      (id, [first]) =>
        `Public IP address ${id} can not be deleted since it is still allocated to resource ${first}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
    ),
  ],
});
