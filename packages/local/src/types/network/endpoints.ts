import { copy, type Doc, find, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { partsOf } from "../../resources/lookup.ts";
import { erase, store } from "../../resources/references.ts";
import { linkServiceType, networkType, readPart, subnetType } from "./base.ts";
import { interfaceOf, placeInterface } from "./interfaces.ts";
import { approvesItself, connectionsPart, setConnections } from "./link-services.ts";
import { notEmulated } from "./rules.ts";

const members = ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"] as const;

const shape: Rule = {
  name: "an endpoint has a subnet and exactly one connection, which stays",
  evidence: "documented",
  apply: ({ doc, before, keptId }: Change) => {
    const properties = record(doc["properties"]);
    const connections = members.flatMap((member) => records(properties[member]));
    if (text(record(properties["subnet"])["id"]) === "")
      throw new Refusal(400, "SubnetIsRequired", `Subnet is required for private endpoint ${keptId}.`);
    if (connections.length !== 1)
      throw new Refusal(
        400,
        "PrivateEndpointMustHaveExactlyOneConnection",
        `Private endpoint ${keptId} has ${connections.length} connections in privateLinkServiceConnections and manualPrivateLinkServiceConnections; it must have exactly one.`,
      );
    if (before === undefined) return;
    const named = (body: Doc) => find(body, "properties.subnet.id").map((found) => text(found.value).toLowerCase());
    const services = (body: Doc) =>
      members
        .flatMap((member) => find(body, `properties.${member}[].properties.privateLinkServiceId`))
        .map((found) => text(found.value).toLowerCase());
    if (named(before.body)[0] !== named(doc)[0])
      throw new Refusal(
        400,
        "PrivateEndpointSubnetCannotBeChanged",
        `The subnet of private endpoint ${keptId} cannot be changed.`,
      );
    if (services(before.body)[0] !== services(doc)[0])
      throw new Refusal(
        400,
        "PrivateEndpointConnectionCannotBeChanged",
        `The privateLinkServiceId of private endpoint ${keptId} cannot be changed.`,
      );
  },
};

/** The next link identifier: a number that no living connection has. They are used again once free, as Azure does. */
function linkIdentifier(engine: Engine): string {
  for (;;) {
    const drawn = String(536_870_912 + engine.random.integer(1_000_000));
    const holder = engine.rows.value(`link-identifier ${drawn}`);
    if (holder === undefined || !engine.rows.has(holder)) return drawn;
  }
}

const ownInterface: Rule = {
  name: "an endpoint stands in its subnet through an interface of its own",
  evidence: "documented",
  apply: (change: Change) => {
    const properties = record(change.doc["properties"]);
    const before = interfaceOf(change.engine, change.keptId.toLowerCase());
    const old = before === undefined ? undefined : records(record(before.body["properties"])["ipConfigurations"])[0];
    const name =
      text(properties["customNetworkInterfaceName"]) || `${change.id.name}.nic.${change.engine.random.uuid()}`;
    placeInterface(change, {
      name,
      mark: "privateEndpoint",
      configurations: [
        {
          name: text(old?.["name"]) || `privateEndpointIpConfig.${change.engine.random.uuid()}`,
          properties: {
            privateIPAllocationMethod: "Dynamic",
            privateIPAddressVersion: "IPv4",
            primary: true,
            subnet: copy(properties["subnet"] ?? {}),
            privateLinkConnectionProperties: { groupId: "", requiredMemberName: "", fqdns: [] },
          },
        },
      ],
    });
  },
};

const connect: Rule = {
  name: "an endpoint's connection appears at its service: approved at once, or pending when it was made by hand and the service does not approve by itself",
  evidence: "documented",
  apply: (change: Change) => {
    const { engine, doc, keptId, id, location } = change;
    const key = keptId.toLowerCase();
    for (const member of members)
      for (const wanted of records(record(doc["properties"])[member])) {
        const asked = record(wanted["properties"]);
        const service = engine.rows.get(text(asked["privateLinkServiceId"]).toLowerCase());
        if (service === undefined) continue;
        const connections = partsOf(service.body, connectionsPart);
        const mine = connections.find(
          (one) => text(record(record(one["properties"])["privateEndpoint"])["id"]).toLowerCase() === key,
        );
        const automatic = member === "privateLinkServiceConnections" || approvesItself(service, id.subscription);
        const state: Doc =
          mine === undefined
            ? automatic
              ? { status: "Approved", description: "", actionsRequired: "None" }
              : { status: "Pending", description: text(asked["requestMessage"]), actionsRequired: "None" }
            : copy(record(record(mine["properties"])["privateLinkServiceConnectionState"]));
        asked["privateLinkServiceConnectionState"] = copy(state);
        asked["groupIds"] ??= [];
        if (mine !== undefined) continue;
        const name = `${id.name}.${engine.random.uuid()}`;
        const identifier = linkIdentifier(engine);
        engine.rows.setValue(`link-identifier ${identifier}`, key);
        setConnections(engine, service, [
          ...connections,
          {
            name,
            id: `${service.id}/privateEndpointConnections/${name}`,
            properties: {
              privateEndpoint: { id: keptId },
              privateLinkServiceConnectionState: state,
              linkIdentifier: identifier,
              privateEndpointLocation: location,
            },
          },
        ]);
      }
    const row = engine.rows.get(key);
    if (row !== undefined) store(engine, { ...row, body: doc });
  },
};

const leave: RemovalRule = {
  name: "with an endpoint go its interface and its connection",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    if (phase !== "done") return;
    const own = interfaceOf(engine, row.key);
    if (own !== undefined) erase(engine, own);
    for (const member of members)
      for (const found of find(row.body, `properties.${member}[].properties.privateLinkServiceId`)) {
        const service = engine.rows.get(text(found.value).toLowerCase());
        if (service === undefined) continue;
        const left = partsOf(service.body, connectionsPart).filter(
          (one) => text(record(record(one["properties"])["privateEndpoint"])["id"]).toLowerCase() !== row.key,
        );
        setConnections(engine, service, left);
      }
  },
};

/** Private endpoints. */
export const endpoints: TypeRow = networkType({
  type: "Microsoft.Network/privateEndpoints",
  model: "PrivateEndpoint",
  label: "PrivateEndpoint",
  takes: { put: [10_000, 30_000], delete: [8_000, 20_000] },
  parts: members.map((member) =>
    readPart(member, "PrivateLinkServiceConnection", "PrivateLinkServiceConnection", { verbs: [] }),
  ),
  references: [
    {
      at: "properties.subnet",
      to: subnetType,
      back: { member: "privateEndpoints", names: "resource" },
      sameRegion: true,
    },
    { at: "properties.privateLinkServiceConnections[].properties.privateLinkServiceId", to: linkServiceType },
    { at: "properties.manualPrivateLinkServiceConnections[].properties.privateLinkServiceId", to: linkServiceType },
  ],
  defaults: {
    properties: {
      privateLinkServiceConnections: [],
      manualPrivateLinkServiceConnections: [],
      customDnsConfigs: [],
      ipConfigurations: [],
      customNetworkInterfaceName: "",
    },
  },
  expands: ["networkInterfaces", "subnet"],
  rules: [notEmulated(["properties.applicationSecurityGroups", "properties.ipConfigurations"]), shape],
  effects: [ownInterface, connect],
  removal: [leave],
});
