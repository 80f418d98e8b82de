import { type Doc, find, isDoc, record, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Rule } from "../../resources/contract.ts";
import { partNamed } from "../../resources/lookup.ts";
import {
  type Address,
  formatAddress,
  holds,
  isReserved,
  lowestFree,
  type Prefix,
  parseAddress,
  parsePrefix,
} from "./addresses.ts";

/** The IPv4 ranges, or those of another family, of the subnet with this id. */
function subnetPrefixes(change: Change, subnetId: string): { prefixes: Prefix[]; shown: string } {
  const parsed = parseId(subnetId);
  const network =
    parsed === undefined ? undefined : change.engine.rows.get(parsed.key.split("/").slice(0, -2).join("/"));
  const type = network === undefined ? undefined : change.engine.table.row(network.type);
  const part = type?.parts.find((one) => one.segment === "subnets");
  const subnet = network && part && parsed ? partNamed(network.body, part, parsed.name) : undefined;
  const properties = record(subnet?.["properties"]);
  const all = [
    properties["addressPrefix"],
    ...(Array.isArray(properties["addressPrefixes"]) ? properties["addressPrefixes"] : []),
  ];
  const texts = [...new Set(all.filter((one): one is string => typeof one === "string"))];
  const prefixes = texts.map(parsePrefix).filter((one): one is Prefix => typeof one === "object");
  return { prefixes, shown: texts.join(", ") };
}

/** Takes private addresses for every place of the type that holds one: the asked-for one, the one it had, or the lowest free. */
export const takePrivateAddresses: Rule = {
  name: "private addresses are taken from the subnet: static ones checked, dynamic ones the lowest free and kept",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, type, doc, before } = change;
    const mine = new Map(
      before === undefined ? [] : engine.rows.leasesOf(before.key).map((one) => [one.holder.toLowerCase(), one]),
    );
    const fresh = new Map<string, Set<string>>();
    for (const holder of type.addresses)
      for (const found of find(doc, holder.at)) {
        const place = record(found.value);
        const subnet = isDoc(place["subnet"]) ? text(place["subnet"]["id"]) : "";
        if (subnet === "") continue;
        const holderId = text(found.element?.["id"]) || change.keptId;
        const key = subnet.toLowerCase();
        const others = engine.rows.leases(key).filter((one) => one.source !== before?.key);
        const used = fresh.get(key) ?? new Set<string>();
        fresh.set(key, used);
        const old = mine.get(holderId.toLowerCase());
        const address = chooseAddress(
          change,
          place,
          { id: subnet, holderId },
          {
            taken: new Map([
              ...others.map((one): [string, string] => [one.address, one.holder]),
              ...[...used].map((one): [string, string] => [one, change.keptId]),
            ]),
            old: old?.subnet === key ? old.address : undefined,
          },
        );
        used.add(address);
        place["privateIPAddress"] = address;
      }
  },
};

function chooseAddress(
  change: Change,
  place: Doc,
  where: { id: string; holderId: string },
  known: { taken: ReadonlyMap<string, string>; old: string | undefined },
): string {
  const wanted = place["privateIPAddressVersion"] === "IPv6" ? 128 : 32;
  const { prefixes, shown } = subnetPrefixes(change, where.id);
  const usable = prefixes.filter((prefix) => prefix.bits === wanted);
  const given = text(place["privateIPAddress"]);
  if (place["privateIPAllocationMethod"] === "Static") {
    const address = parseAddress(given);
    if (address === undefined)
      throw new Refusal(
        400,
        given === "" ? "PrivateIPAddressRequired" : "InvalidIPAddressFormat",
        given === ""
          ? `IP configuration ${where.holderId} has static allocation and needs a privateIPAddress.`
          : `IP address ${given} of IP configuration ${where.holderId} is not formatted correctly.`,
      );
    return checkStatic(address, usable, { ...where, shown, taken: known.taken });
  }
  if (
    known.old !== undefined &&
    usable.some((prefix) => holds(prefix, parseAddress(known.old ?? "") ?? { value: -1n, bits: 32 }))
  )
    return known.old;
  const taken = new Set([...known.taken.keys()].map((one) => parseAddress(one)?.value ?? -1n));
  for (const prefix of usable) {
    const free = lowestFree(prefix, taken);
    if (free !== undefined) return formatAddress(free);
  }
  throw new Refusal(
    400,
    "SubnetIsFull",
    `Subnet ${where.id.split("/").at(-1)} with address prefix ${shown} does not have enough capacity for 1 IP addresses.`,
  );
}

function checkStatic(
  address: Address,
  usable: readonly Prefix[],
  where: { holderId: string; shown: string; taken: ReadonlyMap<string, string> },
): string {
  const written = formatAddress(address);
  const prefix = usable.find((one) => holds(one, address));
  if (prefix === undefined)
    throw new Refusal(
      400,
      "PrivateIPAddressNotInSubnet",
      `Private static IP address ${written} does not belong to the range of subnet prefix ${where.shown}.`,
    );
  if (isReserved(prefix, address))
    throw new Refusal(
      400,
      "PrivateIPAddressInReservedRange",
      `Private static IP address ${written} falls within reserved IP range of subnet prefix ${where.shown}.`,
    );
  const by = where.taken.get(written);
  if (by !== undefined)
    throw new Refusal(
      400,
      "PrivateIPAddressIsAllocated",
      `IP configuration ${where.holderId} is using the private IP address ${written} which is already allocated to resource ${by}.`,
    );
  return written;
}
