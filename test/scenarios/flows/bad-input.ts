import type { Body, Scenario, WantedError } from "../scenario.ts";
import { get, put, refused, remove, waitFor } from "./phrases.ts";

/** One body that is refused as a whole: the error names each finding with its target (ARM-ERR-03, ARM-ERR-04), and nothing is created. */
interface Row {
  name: string;
  body: Body;
  error: WantedError;
  status?: number;
  headers?: Readonly<Record<string, string>>;
  /** Sent to the service itself: ARM refuses it by itself. */
  by?: "arm";
}

const p = "properties";
const network = `${p}.networkProfile`;
const one = (name: string, dotted: string, value: unknown, error: Partial<WantedError> = {}): Row => ({
  name,
  body: { cluster: { [dotted]: value as never } },
  error: { code: "InvalidParameter", target: dotted, ...error },
});

const worker = `${p}.workerProfiles['worker']`;
const ofType = (name: string, dotted: string, value: unknown, says: readonly string[], target = dotted): Row =>
  one(`wrong-type/${name}`, dotted, value, { code: "InvalidRequestContent", target, says });

/** What a body may be wrong in. */
const rows: readonly Row[] = [
  // Types, and what is required.
  ofType("number-for-text", `${p}.clusterProfile.domain`, 5, ["string", "number"]),
  ofType(
    "text-for-number",
    `${p}.workerProfiles[0].diskSizeGB`,
    "128",
    ["whole number", "string"],
    `${worker}.diskSizeGB`,
  ),
  ofType("object-for-list", `${p}.workerProfiles`, {}, ["list", "object"]),
  ofType("list-for-object", network, [], ["object", "list"]),
  ofType("number-for-tag", "tags.team", 7, ["string", "number"], 'tags["team"]'),
  ofType("not-whole", `${p}.workerProfiles[0].count`, 2.5, ["whole number"], `${worker}.count`),
  one("null-for-required", `${p}.masterProfile.vmSize`, null),
  {
    name: "wrong-type/several-at-once",
    body: { cluster: { [`${p}.clusterProfile.domain`]: 5, [`${p}.workerProfiles`]: "x", location: true } },
    error: {
      code: "InvalidRequestContent",
      details: [
        { code: "InvalidRequestContent", target: "location" },
        { code: "InvalidRequestContent", target: `${p}.clusterProfile.domain` },
        { code: "InvalidRequestContent", target: `${p}.workerProfiles` },
      ],
    },
  },
  // JSON.
  { name: "json/none", body: { text: "" }, error: { code: "InvalidRequestContent" } },
  {
    name: "json/broken",
    body: { text: '{"location": "eastus",' },
    error: { code: "InvalidRequestContent", says: ["JSON"] },
  },
  { name: "json/a-list", body: { text: "[]" }, error: { code: "InvalidRequestContent", says: ["object"] } },
  { name: "json/null", body: { text: "null" }, error: { code: "InvalidRequestContent", says: ["object"] } },
  {
    name: "json/member-twice",
    body: { text: '{"location":"eastus","properties":{"clusterProfile":{"domain":"a","domain":"b"}}}' },
    error: { code: "InvalidRequestContent", target: "properties.clusterProfile.domain", says: ["twice"] },
  },
  {
    name: "json/too-deep",
    body: { text: `{"tags":${'{"a":'.repeat(80)}1${"}".repeat(80)}}` },
    error: { code: "InvalidRequestContent", says: ["64"] },
  },
  { name: "json/two-megabytes", body: { bytes: 2_097_152 }, error: { code: "InvalidResource", says: ["1048576"] } },
  {
    name: "json/not-said-to-be-json",
    body: { cluster: {} },
    headers: { "content-type": "text/plain" },
    error: { code: "UnsupportedMediaType", says: ["text/plain"] },
    status: 415,
  },
  // Values.
  one("location", "location", "atlantis", { says: ["atlantis", "eastus"] }),
  one("version/unknown", `${p}.clusterProfile.version`, "4.99.0", { says: ["4.99.0", "4.19.12"] }),
  one("version/not-one", `${p}.clusterProfile.version`, "latest", { says: ["latest"] }),
  one("domain", `${p}.clusterProfile.domain`, "No_Domain", { says: ["No_Domain"] }),
  one("managed-group/not-an-id", `${p}.clusterProfile.resourceGroupId`, "managed", { says: ["managed"] }),
  one(
    "managed-group/own",
    `${p}.clusterProfile.resourceGroupId`,
    "/subscriptions/<subscription>/resourceGroups/<clusterGroup>",
  ),
  one(
    "managed-group/of-another-subscription",
    `${p}.clusterProfile.resourceGroupId`,
    "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/x",
  ),
  one("pull-secret", `${p}.clusterProfile.pullSecret`, "not JSON"),
  one("principal/client-id", `${p}.servicePrincipalProfile.clientId`, "me", { says: ["me"] }),
  one("principal/no-secret", `${p}.servicePrincipalProfile.clientSecret`, ""),
  one("principal/none", `${p}.servicePrincipalProfile`, undefined),
  one("cidr/not-a-range", `${network}.podCidr`, "10.128.0.0", { says: ["10.128.0.0"] }),
  one("cidr/ipv6", `${network}.podCidr`, "fd00::/48", { says: ["IPv4"] }),
  one("cidr/too-small", `${network}.serviceCidr`, "172.30.0.0/24", { says: ["/22"] }),
  one("cidr/not-the-first-address", `${network}.podCidr`, "10.128.0.1/14", {
    code: "InvalidNetworkAddress",
    says: ["10.128.0.0/14"],
  }),
  {
    name: "cidr/overlapping-reserved",
    body: { cluster: { [`${network}.podCidr`]: "100.64.0.0/14", [`${network}.serviceCidr`]: "100.88.0.0/16" } },
    error: {
      code: "InvalidCIDRRange",
      details: [
        { code: "InvalidCIDRRange", target: network, says: ["100.64.0.0/14", "100.64.0.0/16"] },
        { code: "InvalidCIDRRange", target: network, says: ["100.88.0.0/16"] },
      ],
    },
  },
  one("vm-size/control-plane", `${p}.masterProfile.vmSize`, "Standard_Tiny", {
    says: ["Standard_Tiny", "control plane"],
  }),
  one("vm-size/worker", `${p}.workerProfiles[0].vmSize`, "Standard_Tiny", {
    target: `${p}.workerProfiles['worker'].vmSize`,
    says: ["Standard_Tiny"],
  }),
  one("subnet/not-an-id", `${p}.masterProfile.subnetId`, "master", { says: ["master"] }),
  {
    ...one(
      "subnet/of-another-subscription",
      `${p}.masterProfile.subnetId`,
      "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/s",
    ),
    by: "arm",
  },
  one("workers/none", `${p}.workerProfiles`, []),
  one("workers/too-few", `${p}.workerProfiles[0].count`, 1, {
    target: `${p}.workerProfiles['worker'].count`,
    says: ["1"],
  }),
  one("workers/small-disk", `${p}.workerProfiles[0].diskSizeGB`, 64, {
    target: `${p}.workerProfiles['worker'].diskSizeGB`,
    says: ["64"],
  }),
  one("visibility", `${p}.apiserverProfile.visibility`, "Secret", { says: ["Secret", "Public"] }),
  one("outbound-count", `${network}.loadBalancerProfile.managedOutboundIps.count`, 0, { says: ["0", "20"] }),
  one("tags/name", "tags.a<b", "x", { target: 'tags["a<b"]' }),
  {
    name: "everything-at-once",
    body: {
      cluster: {
        location: "atlantis",
        [`${p}.clusterProfile.version`]: "4.99.0",
        [`${network}.podCidr`]: "10.128.0.0",
        [`${p}.masterProfile.vmSize`]: "Standard_Tiny",
        [`${p}.workerProfiles[0].count`]: 0,
        [`${p}.apiserverProfile.visibility`]: "Secret",
      },
    },
    error: {
      code: "InvalidParameter",
      details: [
        { code: "InvalidParameter", target: "location", says: ["atlantis"] },
        { code: "InvalidParameter", target: `${p}.clusterProfile.version`, says: ["4.99.0"] },
        { code: "InvalidParameter", target: `${network}.podCidr`, says: ["10.128.0.0"] },
        { code: "InvalidParameter", target: `${p}.masterProfile.vmSize`, says: ["Standard_Tiny"] },
        { code: "InvalidParameter", target: `${p}.apiserverProfile.visibility`, says: ["Secret"] },
        { code: "InvalidParameter", target: `${p}.workerProfiles['worker'].count`, says: ["0"] },
      ],
    },
  },
];

const refusedAtOnce = rows.map(
  ({ name, body, error, status, headers, by }): Scenario => ({
    name: `bad-input/${name}`,
    shows: "the body is refused with what is wrong in it, and nothing is created",
    steps: [
      {
        unchanged: [
          refused(
            {
              send: "PUT <cluster>",
              body,
              ...(headers === undefined ? {} : { headers }),
              ...(by === undefined ? {} : { by }),
            },
            error,
            status,
          ),
        ],
      },
      get({ status: 404 }),
    ],
    end: { left: "nothing", billing: "none" },
  }),
);

/** What only Azure knows shows when the creation comes to it. */
const refusedByAzure: readonly Scenario[] = [
  {
    name: "bad-input/subnet/missing",
    shows: "a creation with a subnet that is not there fails, names it, and is deleted without residue",
    steps: [
      put("create", { [`${p}.masterProfile.subnetId`]: "<network>/subnets/nowhere" }),
      waitFor("create", {
        status: "Failed",
        error: { code: "InvalidLinkedVNet", target: `${p}.masterProfile.subnetId`, says: ["nowhere"], details: "any" },
      }),
      remove(),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: "none" },
  },
  {
    name: "bad-input/of-another-cluster",
    shows:
      "a managed group or a principal that another cluster of the subscription has is refused, and changes nothing for that one",
    customers: 2,
    steps: [
      put(),
      refused(
        { send: "PUT <cluster 1>", body: { cluster: {} } },
        { code: "DuplicateResourceGroup", says: ["<managed>"] },
      ),
      refused(
        {
          send: "PUT <cluster 1>",
          body: {
            cluster: {
              [`${p}.clusterProfile.resourceGroupId`]: "/subscriptions/<subscription>/resourceGroups/<managed 1>",
            },
          },
        },
        { code: "DuplicateClientID", says: ["<clientId>"] },
      ),
      waitFor("create"),
      remove(),
      waitFor("delete"),
    ],
    end: { left: "nothing", billing: ["closed", "none"] },
  },
];

export const badInput: readonly Scenario[] = [...refusedAtOnce, ...refusedByAzure];
