import { type Doc, record, records, text, type Value } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Act, ActionRow } from "../../resources/contract.ts";
import { formatAddress, holds, isReserved, type Prefix, parseAddress, parsePrefix } from "./addresses.ts";

interface SubnetRange {
  key: string;
  id: string;
  prefix: Prefix;
}

/** The IPv4 ranges of a network's subnets. */
const rangesOf = ({ row }: Act): SubnetRange[] =>
  records(record(row.body["properties"])["subnets"]).flatMap((subnet): SubnetRange[] => {
    const properties = record(subnet["properties"]);
    const many = Array.isArray(properties["addressPrefixes"]) ? properties["addressPrefixes"].map(String) : [];
    const id = text(subnet["id"]);
    return [text(properties["addressPrefix"]), ...many].flatMap((one) => {
      const prefix = parsePrefix(one);
      return typeof prefix === "string" || prefix.bits !== 32 ? [] : [{ key: id.toLowerCase(), id, prefix }];
    });
  });

const taken = ({ engine }: Act, range: SubnetRange): Set<string> =>
  new Set(engine.rows.leases(range.key).map((one) => one.address));

/** Up to five free addresses of a range, from its beginning. */
function free(act: Act, range: SubnetRange): string[] {
  const used = taken(act, range);
  const found: string[] = [];
  for (let value = range.prefix.first + 4n; value < range.prefix.last && found.length < 5; value++) {
    const address = formatAddress({ value, bits: 32 });
    if (!used.has(address)) found.push(address);
  }
  return found;
}

function availability(act: Act): Value {
  const given = act.query.get("ipaddress") ?? "";
  const address = parseAddress(given);
  if (address === undefined || address.bits !== 32)
    throw new Refusal(400, "InvalidIPAddressFormat", `The address '${given}' of ipAddress is not an IPv4 address.`);
  const range = rangesOf(act).find((one) => holds(one.prefix, address));
  if (range === undefined)
    throw new Refusal(
      400,
      "PrivateIPAddressNotInAnySubnet",
      `Private static IP address ${given} does not belong to the range of any subnet in the virtual network ${act.row.name}.`,
    );
  const available = !isReserved(range.prefix, address) && !taken(act, range).has(given);
  return {
    available,
    availableIPAddresses: available ? [] : free(act, range),
    isPlatformReserved: isReserved(range.prefix, address),
  };
}

const usage = (act: Act): Value => ({
  value: rangesOf(act).map(
    (range): Doc => ({
      id: range.id,
      currentValue: taken(act, range).size,
      limit: Number(range.prefix.last - range.prefix.first) + 1 - 5,
      unit: "Count",
      name: { value: "SubnetSpace", localizedValue: "Subnet size and usage" },
    }),
  ),
});

/** What can be asked of a virtual network besides reading and writing it. */
export const networkActions: readonly ActionRow[] = [
  {
    name: "CheckIPAddressAvailability",
    verb: "GET",
    what: "whether a private address of the network's subnets is free, and if not which are",
    evidence: "documented",
    query: ["ipaddress"],
    run: availability,
  },
  {
    name: "usages",
    verb: "GET",
    what: "how many addresses of each subnet are taken, of those that Azure does not keep",
    evidence: "documented",
    run: usage,
  },
];
