import { type Doc, find, isDoc, record, records, setAt, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Change, Engine, Removal, RemovalRule, Rule } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { carryOutRemoval } from "../../resources/remove.ts";
import { machineType, missingParameter, notAllowed } from "./base.ts";
import { sizeOf } from "./machine-size.ts";
import { powerOf } from "./power.ts";

/** The interfaces that a machine's document names. */
const interfacesNamed = (body: Doc): Doc[] => records(valueAt(body, "properties.networkProfile.networkInterfaces"));

const keyOf = (one: Doc): string => text(one["id"]).toLowerCase();

/** The machine that holds an interface. */
const holderOf = (engine: Engine, nic: string): string | undefined =>
  engine.rows.linksTo(nic).find((link) => parseId(link.source)?.typeKey === machineType)?.source;

function networksOf(engine: Engine, nic: string): string[] {
  const row = engine.rows.get(nic);
  return find(row?.body ?? {}, "properties.ipConfigurations[].properties.subnet").map(
    (found) => text(record(found.value)["id"]).toLowerCase().split("/subnets/")[0] ?? "",
  );
}

/** The interfaces of a machine: free, one of them primary, all in one network. */
export const interfacesOfMachine: Rule = {
  name: "a machine has interfaces that no other holds, one of them primary, all in one network; they change while it is deallocated",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, doc, before, id, keptId } = change;
    const properties = record(doc["properties"]);
    if (!isDoc(properties["networkProfile"]) && before !== undefined)
      properties["networkProfile"] = structuredClone(record(before.body["properties"])["networkProfile"] ?? {});
    if (!isDoc(properties["networkProfile"])) throw missingParameter("networkProfile");
    const all = interfacesNamed(doc);
    if (all.length === 0) throw missingParameter("networkProfile.networkInterfaces");
    for (const one of all) {
      const holder = holderOf(engine, keyOf(one));
      if (holder !== undefined && holder !== id.key)
        throw new Refusal(
          400,
          "NicInUse",
          `Network Interface ${text(one["id"])} is used by existing resource ${engine.rows.get(holder)?.id ?? holder}. In order to use the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
        );
    }
    if (new Set(all.map(keyOf)).size !== all.length)
      throw new Refusal(400, "BadRequest", `Virtual machine ${keptId} names a network interface twice.`);
    const primaries = all.filter((one) => record(one["properties"])["primary"] === true);
    if (all.length > 1 && primaries.length !== 1)
      throw new Refusal(
        400,
        "VirtualMachineMustHaveOneNetworkInterfaceAsPrimary",
        `Virtual machine ${keptId} must have one network interface set as the primary.`,
      );
    if (new Set(all.flatMap((one) => networksOf(engine, keyOf(one)))).size > 1)
      throw new Refusal(
        400,
        "NetworkInterfacesInDifferentVirtualNetworks",
        `The network interfaces of virtual machine ${keptId} are not all in the same virtual network.`,
      );
    const size = sizeOf(change);
    for (const one of all) {
      const nic = engine.rows.get(keyOf(one));
      if (
        nic !== undefined &&
        valueAt(nic.body, "properties.enableAcceleratedNetworking") === true &&
        !size.acceleratedNetworking
      )
        throw new Refusal(
          400,
          "VMSizeIsNotPermittedToEnableAcceleratedNetworking",
          `Virtual machine ${keptId} has size ${size.name}, which is not permitted to enable accelerated networking on network interface ${nic.id}.`,
        );
    }
    if (before === undefined || powerOf(before.body) === "deallocated") return;
    const old = interfacesNamed(before.body).map(keyOf).sort().join();
    if (all.map(keyOf).sort().join() !== old)
      throw notAllowed(
        `Network interfaces of VM '${id.name}' can be added or removed while it is stopped (deallocated) only.`,
      );
  },
};

/** An interface tells whether it is the primary one, and has an address of the hardware, once it belongs to a machine. */
export const plugInterfaces: Rule = {
  name: "an interface of a machine has a MAC address and says whether it is the primary one",
  evidence: "documented",
  apply: ({ engine, doc }: Change) => {
    const all = interfacesNamed(doc);
    for (const one of all) {
      const row = engine.rows.get(keyOf(one));
      if (row === undefined || valueAt(row.body, "properties.macAddress") !== undefined) continue;
      const body = structuredClone(row.body);
      const letters = Buffer.from(engine.random.bytes(3)).toString("hex").toUpperCase().match(/../g) ?? [];
      setAt(body, "properties.macAddress", ["00", "0D", "3A", ...letters].join("-"));
      setAt(body, "properties.primary", all.length === 1 || record(one["properties"])["primary"] === true);
      engine.rows.put({ ...row, body, etag: freshEtag(engine) });
    }
  },
};

/** What becomes of a machine's interfaces when it is deleted. */
export const interfacesGo: RemovalRule = {
  name: "interfaces outlive their machine, unless their deleteOption says otherwise",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    for (const one of interfacesNamed(row.body)) {
      const nic = engine.rows.get(keyOf(one));
      if (nic !== undefined && record(one["properties"])["deleteOption"] === "Delete") carryOutRemoval(engine, nic);
    }
  },
};
