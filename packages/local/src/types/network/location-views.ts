import { type Doc, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { ViewRow } from "../../resources/contract.ts";
import { normalLocation } from "../../resources/put.ts";
import { networkVersions } from "./base.ts";

const services: readonly string[] = [
  "Microsoft.AzureActiveDirectory",
  "Microsoft.AzureCosmosDB",
  "Microsoft.CognitiveServices",
  "Microsoft.ContainerRegistry",
  "Microsoft.EventHub",
  "Microsoft.KeyVault",
  "Microsoft.ServiceBus",
  "Microsoft.Sql",
  "Microsoft.Storage",
  "Microsoft.Storage.Global",
  "Microsoft.Web",
];

/** What Microsoft.Network answers of a region. */
export const locationViews: readonly ViewRow[] = [
  {
    type: "Microsoft.Network/locations/virtualNetworkAvailableEndpointServices",
    ends: "type",
    verb: "GET",
    apiVersions: networkVersions,
    paged: true,
    what: "the services that subnets may have endpoints for",
    evidence: "documented",
    answer: ({ id }) =>
      services.map(
        (name): Doc => ({
          id: `/subscriptions/${id.subscription}/providers/Microsoft.Network/virtualNetworkEndpointServices/${name}`,
          name,
          type: "Microsoft.Network/virtualNetworkEndpointServices",
        }),
      ),
  },
  {
    type: "Microsoft.Network/locations/CheckDnsNameAvailability",
    ends: "type",
    verb: "GET",
    apiVersions: networkVersions,
    query: ["domainnamelabel"],
    what: "whether no public address of the region has the label",
    evidence: "documented",
    answer: ({ engine, id, query }) => {
      const label = query.get("domainnamelabel") ?? "";
      if (!/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(label))
        throw new Refusal(
          400,
          "InvalidDomainNameLabel",
          `The domain name label ${label} is invalid. It must conform to the following regular expression: ^[a-z][a-z0-9-]{1,61}[a-z0-9]$.`,
        );
      const location = normalLocation(text(id.names[0]));
      const used = engine.rows
        .inSubscription(id.subscription, "microsoft.network/publicipaddresses", "", 100_000)
        .some(
          ({ body, location: at }) =>
            at === location && JSON.stringify(body["properties"]).includes(`"domainNameLabel":"${label}"`),
        );
      return { available: !used };
    },
  },
];
