import { record, text, valueAt } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { parseId } from "../../documents/resource-id.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { erase } from "../../resources/references.ts";
import { addTo } from "../dns/set-rules.ts";
import { privateCommon } from "./base.ts";

/** Type of links, lower case. */
export const linkType = "microsoft.network/privatednszones/virtualnetworklinks";

const zoneKeyOf = (key: string): string => key.split("/").slice(0, -2).join("/");
const networkOf = (row: Row): string => text(valueAt(row.body, "properties.virtualNetwork.id")).toLowerCase();
const registers = (row: Row): boolean => valueAt(row.body, "properties.registrationEnabled") === true;

/** The links of a network, whatever the zone, as far as the network's subscription has them. */
const linksOf = (engine: Engine, network: string): Row[] =>
  engine.rows
    .inSubscription(network.split("/")[2] ?? "", linkType, "", 100_000)
    .filter((row) => networkOf(row) === network);

const bad = (status: number, code: string, message: string): Refusal => new Refusal(status, code, message);

const named: Rule = {
  name: "a link names a network that is there, and keeps it",
  evidence: "documented",
  apply: ({ engine, doc, before, keptId }: Change) => {
    const properties = record(doc["properties"]);
    const network = text(record(properties["virtualNetwork"])["id"]);
    if (network === "")
      throw bad(
        400,
        "BadRequest",
        `The virtual network link '${keptId}' names no virtual network in properties.virtualNetwork.id.`,
      );
    if (parseId(network)?.typeKey !== "microsoft.network/virtualnetworks")
      throw bad(
        400,
        "LinkedInvalidPropertyId",
        `Property id '${network}' at path 'properties.virtualNetwork.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`,
      );
    if (before !== undefined && networkOf(before) !== network.toLowerCase())
      throw bad(400, "BadRequest", `The virtual network of the virtual network link '${keptId}' cannot be changed.`);
    const found = engine.rows.get(network.toLowerCase());
    if (found === undefined || found.state === "Deleting")
      throw bad(
        404,
        "ParentResourceNotFound",
        `The virtual network '${network}' of the virtual network link '${keptId}' was not found.`,
      );
    properties["virtualNetwork"] = { id: network };
  },
};

const once: Rule = {
  name: "a network is linked to a zone once, to one zone of a name, and registers in one zone",
  evidence: "documented",
  apply: ({ engine, doc, id }: Change) => {
    const network = text(valueAt(doc, "properties.virtualNetwork.id")).toLowerCase();
    const others = linksOf(engine, network).filter((row) => row.key !== id.key);
    const zone = (key: string) => zoneKeyOf(key).split("/").at(-1);
    const same = others.find((row) => zone(row.key) === zone(id.key));
    if (same !== undefined)
      throw bad(
        409,
        "Conflict",
        `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '${zone(id.key)}' and '${zone(same.key)}' zones.`,
      );
    const registering = others.find(registers);
    if (valueAt(doc, "properties.registrationEnabled") === true && registering !== undefined)
      throw bad(
        409,
        "Conflict",
        `The virtual network '${network}' already registers its virtual machines in the zone '${zone(registering.key)}'; it can do so in one zone only.`,
      );
  },
};

const complete: Rule = {
  name: "a link is complete when it is provisioned; a zone counts its links",
  evidence: "documented",
  apply: ({ engine, doc, before, id, apiVersion }: Change) => {
    const properties = record(doc["properties"]);
    properties["registrationEnabled"] ??= before === undefined ? false : registers(before);
    properties["virtualNetworkLinkState"] = "Completed";
    if (apiVersion >= "2024-06-01") properties["resolutionPolicy"] ??= "Default";
    const zone = zoneKeyOf(id.key);
    const now = properties["registrationEnabled"] === true ? 1 : 0;
    const old = before !== undefined && registers(before) ? 1 : 0;
    if (before === undefined) addTo(engine, zone, "numberOfVirtualNetworkLinks", 1);
    if (now !== old) addTo(engine, zone, "numberOfVirtualNetworkLinksWithRegistration", now - old);
  },
};

const counts: RemovalRule = {
  name: "a zone counts the links that are left",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    addTo(engine, zoneKeyOf(row.key), "numberOfVirtualNetworkLinks", -1);
    if (registers(row)) addTo(engine, zoneKeyOf(row.key), "numberOfVirtualNetworkLinksWithRegistration", -1);
  },
};

/** Belongs to virtual networks: their links to private zones go with them. */
export const linksGo: RemovalRule = {
  name: "with a network go its links to private zones",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    for (const link of linksOf(engine, row.key)) {
      counts.apply({ engine, type: links, row: link, phase });
      erase(engine, link);
    }
  },
};

/** Links of private zones to networks. */
export const links: TypeRow = {
  ...privateCommon,
  type: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
  place: "child",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST"],
  model: "VirtualNetworkLink",
  patchModel: "VirtualNetworkLink",
  label: "VirtualNetworkLink",
  located: true,
  global: true,
  manner: "private-zone",
  takes: { put: [10_000, 30_000], delete: [10_000, 30_000] },
  own: [],
  namePattern: /^[A-Za-z0-9_]([\w.-]{0,78}\w)?$/,
  rules: [named, once, complete],
  effects: [],
  removal: [counts],
};
