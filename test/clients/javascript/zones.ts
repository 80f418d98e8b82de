import { DnsManagementClient } from "@azure/arm-dns";
import { PrivateDnsManagementClient } from "@azure/arm-privatedns";
import { type Step, stepsOf } from "./life.ts";
import { networkClient } from "./network.ts";
import { credential, group, location, options, subscription, tagged, tags } from "./sign-in.ts";

const dns = new DnsManagementClient(credential, subscription, options);
const privateDns = new PrivateDnsManagementClient(credential, subscription, options);
const [zone, privateZone] = ["example.test", "private.test"];
const addresses = (ttl: number) => ({ ttl, aRecords: [{ ipv4Address: "192.0.2.1" }] });

export const zones = (): readonly Step[] => [
  ...stepsOf({
    what: "dns zones",
    create: () => dns.zones.createOrUpdate(group, zone, { location: "global" }),
    get: () => dns.zones.get(group, zone),
    list: () => dns.zones.listByResourceGroup(group),
    update: () => dns.zones.update(group, zone, { tags }),
    updated: tagged,
    remove: () => dns.zones.beginDeleteAndWait(group, zone),
    refused: { status: 404, code: "ResourceNotFound", call: () => dns.zones.get(group, "nowhere.test") },
  }),
  ...stepsOf({
    what: "dns recordSets",
    create: async () => {
      await dns.zones.createOrUpdate(group, zone, { location: "global" });
      return dns.recordSets.createOrUpdate(group, zone, "www", "A", addresses(60));
    },
    get: () => dns.recordSets.get(group, zone, "www", "A"),
    list: () => dns.recordSets.listByDnsZone(group, zone),
    update: () => dns.recordSets.update(group, zone, "www", "A", { ttl: 90 }),
    updated: ({ ttl }: { ttl?: number }) => ttl === 90,
    remove: () => dns.recordSets.delete(group, zone, "www", "A"),
    refused: {
      status: 412,
      code: "PreconditionFailed",
      call: () => dns.recordSets.createOrUpdate(group, zone, "www", "A", addresses(60), { ifNoneMatch: "*" }),
    },
  }),
];

export const privateZones = (): readonly Step[] => [
  ...stepsOf({
    what: "privatedns privateZones",
    create: () => privateDns.privateZones.createOrUpdate(group, privateZone, { location: "global" }),
    get: () => privateDns.privateZones.get(group, privateZone),
    list: () => privateDns.privateZones.listByResourceGroup(group),
    update: () => privateDns.privateZones.update(group, privateZone, { tags }),
    updated: tagged,
    remove: () => privateDns.privateZones.delete(group, privateZone),
    refused: {
      status: 404,
      code: "ResourceNotFound",
      call: () => privateDns.privateZones.get(group, "nowhere.test"),
    },
  }),
  ...stepsOf({
    what: "privatedns recordSets",
    create: async () => {
      await privateDns.privateZones.createOrUpdate(group, privateZone, { location: "global" });
      return privateDns.recordSets.createOrUpdate(group, privateZone, "A", "www", addresses(60));
    },
    get: () => privateDns.recordSets.get(group, privateZone, "A", "www"),
    list: () => privateDns.recordSets.listByType(group, privateZone, "A"),
    update: () => privateDns.recordSets.update(group, privateZone, "A", "www", { ttl: 90 }),
    updated: ({ ttl }) => ttl === 90,
    remove: () => privateDns.recordSets.delete(group, privateZone, "A", "www"),
    refused: {
      status: 404,
      code: "ParentResourceNotFound",
      call: () => privateDns.recordSets.createOrUpdate(group, "nowhere.test", "A", "www", addresses(60)),
    },
  }),
  ...stepsOf({
    what: "privatedns virtualNetworkLinks",
    create: async () => {
      const addressSpace = { addressPrefixes: ["10.8.0.0/16"] };
      const made = await networkClient.virtualNetworks.createOrUpdate(group, "linked", { location, addressSpace });
      const virtualNetwork = { id: made.id ?? "" };
      const link = { location: "global", virtualNetwork, registrationEnabled: true };
      return privateDns.virtualNetworkLinks.createOrUpdate(group, privateZone, "link", link);
    },
    get: () => privateDns.virtualNetworkLinks.get(group, privateZone, "link"),
    list: () => privateDns.virtualNetworkLinks.list(group, privateZone),
    update: () => privateDns.virtualNetworkLinks.update(group, privateZone, "link", { registrationEnabled: false }),
    updated: ({ registrationEnabled }) => registrationEnabled === false,
    remove: () => privateDns.virtualNetworkLinks.delete(group, privateZone, "link"),
    refused: {
      status: 409,
      code: "CannotDeleteResource",
      call: () => privateDns.privateZones.delete(group, privateZone),
    },
  }),
];
