import { copy, type Doc, find, isDoc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import type { Change, Engine, Removal, RemovalRule, Rule, TypeRow } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { locate, partNamed, partsOf } from "../../resources/lookup.ts";
import { erase, store } from "../../resources/references.ts";
import type { PartRow } from "../../resources/type-facts.ts";
import { frontendType, networkType, readPart, subnetType } from "./base.ts";
import { interfaceOf, placeInterface } from "./interfaces.ts";
import { notEmulated } from "./rules.ts";

/** Connections from endpoints: made by them, approved, rejected and removed by the service's owner. */
export const connectionsPart: PartRow = {
  segment: "privateEndpointConnections",
  member: "privateEndpointConnections",
  model: "PrivateEndpointConnection",
  label: "PrivateEndpointConnection",
  verbs: ["GET", "LIST", "PUT", "DELETE"],
  atOnce: true,
  take: (doc: Doc, before: Doc | undefined, owner: Row) => {
    if (before === undefined)
      throw new Refusal(
        404,
        "PrivateEndpointConnectionNotFound",
        `Private link service ${owner.id} has no private endpoint connection '${text(doc["name"])}'; connections are made by private endpoints.`,
      );
    const state = record(record(doc["properties"])["privateLinkServiceConnectionState"]);
    const status = text(state["status"]);
    if (!["Approved", "Rejected", "Pending", "Removed"].includes(status))
      throw new Refusal(
        400,
        "InvalidPrivateLinkServiceConnectionState",
        `The status '${status}' of a private endpoint connection is not one of Approved, Rejected, Pending, Removed.`,
      );
    const kept = copy(before);
    record(kept["properties"])["privateLinkServiceConnectionState"] = {
      actionsRequired: text(state["actionsRequired"]) || "None",
      description: text(state["description"]),
      status,
    };
    Object.assign(doc, kept);
  },
};

const shape: Rule = {
  name: "a link service has a frontend of a Standard load balancer and IP configurations, one of them primary",
  evidence: "documented",
  apply: ({ engine, doc, keptId }: Change) => {
    const properties = record(doc["properties"]);
    doc["properties"] = properties;
    const configurations = records(properties["ipConfigurations"]);
    const frontends = records(properties["loadBalancerFrontendIpConfigurations"]);
    if (configurations.length === 0)
      throw new Refusal(
        400,
        "PrivateLinkServiceMustHaveAtLeastOneIpConfiguration",
        `Private link service ${keptId} must have at least one IP configuration.`,
      );
    if (frontends.length === 0)
      throw new Refusal(
        400,
        "PrivateLinkServiceMustHaveAtLeastOneFrontend",
        `Private link service ${keptId} must name a load balancer frontend IP configuration.`,
      );
    for (const frontend of frontends) {
      const id = text(frontend["id"]);
      const balancer = locate(engine, id)?.row;
      if (text(record(balancer?.body["sku"])["name"]) !== "Standard")
        throw new Refusal(
          400,
          "PrivateLinkServiceRequiresStandardLoadBalancer",
          `Private link service ${keptId} needs a load balancer of sku Standard; ${id} belongs to another.`,
        );
    }
    configurations.forEach((one, index) => {
      const inner = record(one["properties"]);
      one["properties"] = inner;
      inner["privateIPAllocationMethod"] ??= "Dynamic";
      inner["privateIPAddressVersion"] ??= "IPv4";
      inner["primary"] ??= index === 0;
    });
  },
};

const policiesOff: Rule = {
  name: "the subnet of a link service has private link service network policies disabled",
  evidence: "documented",
  apply: ({ engine, doc, keptId }: Change) => {
    for (const found of find(doc, "properties.ipConfigurations[].properties.subnet")) {
      const id = text(record(found.value)["id"]);
      const subnet = record(locate(engine, id)?.part?.doc["properties"]);
      if (subnet["privateLinkServiceNetworkPolicies"] !== "Disabled")
        throw new Refusal(
          400,
          "PrivateLinkServiceCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled",
          `Private link service ${keptId} cannot be created in a subnet ${id} since it has private link service network policies enabled.`,
        );
    }
  },
};

const alias: Rule = {
  name: "a link service is given an alias once",
  evidence: "documented",
  apply: ({ engine, doc, id, location }: Change) => {
    const properties = record(doc["properties"]);
    properties["alias"] ??= `${id.name}.${engine.random.uuid()}.${location}.azure.privatelinkservice`;
    properties["privateEndpointConnections"] ??= [];
  },
};

const ownInterface: Rule = {
  name: "a link service stands in its subnet through an interface of its own",
  evidence: "documented",
  apply: (change: Change) => {
    placeInterface(change, {
      name: `${change.id.name}.nic.${change.engine.random.uuid()}`,
      mark: "privateLinkService",
      configurations: records(record(change.doc["properties"])["ipConfigurations"]).map((one) => {
        const { id: _, ...rest } = copy(one);
        return rest;
      }),
    });
  },
};

const tellEndpoints: Rule = {
  name: "an endpoint shows what became of its connection",
  evidence: "documented",
  apply: ({ engine, doc, before }: Change) => {
    const now = { body: doc };
    for (const old of before === undefined ? [] : partsOf(before.body, connectionsPart)) {
      const current = partNamed(now.body, connectionsPart, text(old["name"]));
      const state =
        current === undefined ? undefined : record(record(current["properties"])["privateLinkServiceConnectionState"]);
      const endpoint = text(record(record(old["properties"])["privateEndpoint"])["id"]);
      tellEndpoint(engine, endpoint, before?.key ?? "", state ?? disconnected);
    }
  },
};

const disconnected: Doc = { status: "Disconnected", description: "", actionsRequired: "None" };

/** Writes the state of its connection to a service into an endpoint. */
function tellEndpoint(engine: Engine, endpoint: string, service: string, state: Doc): void {
  const row = engine.rows.get(endpoint.toLowerCase());
  if (row === undefined) return;
  const body = copy(row.body);
  for (const member of ["privateLinkServiceConnections", "manualPrivateLinkServiceConnections"])
    for (const found of find(body, `properties.${member}[].properties`)) {
      const connection = record(found.value);
      if (text(connection["privateLinkServiceId"]).toLowerCase() === service)
        connection["privateLinkServiceConnectionState"] = copy(state);
    }
  if (JSON.stringify(body) === JSON.stringify(row.body)) return;
  store(engine, { ...row, body, etag: freshEtag(engine), changedAt: engine.clock.now() });
}

const noConnections: RemovalRule = {
  name: "a link service with connections is not deleted",
  evidence: "documented",
  apply: ({ engine, row, phase }: Removal) => {
    const connections = partsOf(row.body, connectionsPart);
    if (phase === "asked" && connections.length > 0)
      throw new Refusal(
        400,
        "PrivateLinkServiceWithPrivateEndpointConnectionsCannotBeDeleted",
        `Private link service ${row.id} cannot be deleted since it has private endpoint connections: ${connections.map((one) => text(one["id"])).join(", ")}.`,
      );
    if (phase === "done") {
      const own = interfaceOf(engine, row.key);
      if (own !== undefined) erase(engine, own);
    }
  },
};

/** Private link services. */
export const linkServices: TypeRow = networkType({
  type: "Microsoft.Network/privateLinkServices",
  model: "PrivateLinkService",
  label: "PrivateLinkService",
  takes: { put: [8_000, 20_000], delete: [8_000, 20_000] },
  parts: [
    readPart("ipConfigurations", "PrivateLinkServiceIpConfiguration", "PrivateLinkServiceIpConfiguration", {
      verbs: [],
    }),
    connectionsPart,
  ],
  references: [
    { at: "properties.ipConfigurations[].properties.subnet", to: subnetType, sameRegion: true },
    { at: "properties.loadBalancerFrontendIpConfigurations[]", to: frontendType, sameRegion: true },
  ],
  defaults: {
    properties: {
      fqdns: [],
      enableProxyProtocol: false,
      visibility: { subscriptions: [] },
      autoApproval: { subscriptions: [] },
    },
  },
  expands: ["networkInterfaces", "privateEndpointConnections/privateEndpoint"],
  rules: [notEmulated(["properties.destinationIPAddress"]), shape, policiesOff, alias],
  effects: [ownInterface, tellEndpoints],
  removal: [noConnections],
});

/** Whether a service takes connections from this subscription by itself. */
export const approvesItself = (service: Row, subscription: string): boolean => {
  const approval = record(record(service.body["properties"])["autoApproval"]);
  const listed = Array.isArray(approval["subscriptions"]) ? approval["subscriptions"] : [];
  return listed.some((one) => one === "*" || String(one).toLowerCase() === subscription);
};

/** Writes the connections of a service anew: an endpoint has come or gone. */
export function setConnections(engine: Engine, service: Row, connections: Doc[]): void {
  const body = copy(service.body);
  const properties = isDoc(body["properties"]) ? body["properties"] : {};
  properties["privateEndpointConnections"] = connections;
  body["properties"] = properties;
  store(engine, { ...service, body, etag: freshEtag(engine), changedAt: engine.clock.now() });
}
