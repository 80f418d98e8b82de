import { type Doc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Change, Rule, TypeRow } from "../../resources/contract.ts";
import { identityAssignment, identityGoes } from "../identity/index.ts";
import { clusterChecker, clusterVersions, defaultKubernetes } from "./base.ts";
import { clusterActions } from "./credentials.ts";

const bad = (code: string, message: string): Refusal => new Refusal(400, code, message);

const shape: Rule = {
  name: "a cluster has an identity or a service principal, a DNS prefix, and a System pool of at least one node",
  evidence: "documented",
  apply: ({ doc, before }: Change) => {
    const properties = record(doc["properties"]);
    const pools = records(properties["agentPoolProfiles"]);
    const old = record(before?.body["properties"]);
    const kind = text(record(doc["identity"])["type"]);
    if ((kind === "" || kind === "None") && text(record(properties["servicePrincipalProfile"])["clientId"]) === "")
      throw bad(
        "ServicePrincipalNotFound",
        "The managed cluster has neither an identity nor properties.servicePrincipalProfile.clientId.",
      );
    if (text(properties["dnsPrefix"]) === "" && text(properties["fqdnSubdomain"]) === "")
      throw bad("InvalidParameter", "Required parameter dnsPrefix is missing (null).");
    for (const pool of pools) {
      if (!/^[a-z][a-z0-9]{0,11}$/.test(text(pool["name"])))
        throw bad(
          "InvalidParameter",
          `The value '${text(pool["name"])}' of parameter agentPoolProfile.name is invalid: it has 1 to 12 small letters and digits, a letter first.`,
        );
      pool["mode"] ??= pools.length === 1 ? "System" : "User";
    }
    if (!pools.some((pool) => pool["mode"] === "System" && Number(pool["count"] ?? 1) >= 1))
      throw bad("MustDefineAtLeastOneSystemPool", "Must define at least one system pool with at least one node.");
    for (const member of ["dnsPrefix", "nodeResourceGroup"]) {
      const now = properties[member];
      if (before !== undefined && now !== undefined && now !== old[member])
        throw bad("PropertyChangeNotAllowed", `Changing property 'properties.${member}' is not allowed.`);
    }
  },
};

const poolDefaults: Doc = {
  vmSize: "Standard_D4ds_v5",
  count: 1,
  osDiskSizeGB: 128,
  osDiskType: "Managed",
  kubeletDiskType: "OS",
  maxPods: 110,
  type: "VirtualMachineScaleSets",
  enableAutoScaling: false,
  enableNodePublicIP: false,
  osType: "Linux",
  osSKU: "Ubuntu",
};

const complete: Rule = {
  name: "a cluster has an address, a group for its nodes, a version of Kubernetes, and runs",
  evidence: "documented",
  apply: ({ engine, doc, before, id, location }: Change) => {
    const properties = record(doc["properties"]);
    const old = record(before?.body["properties"]);
    const version = text(properties["kubernetesVersion"]) || text(old["kubernetesVersion"]) || defaultKubernetes;
    const prefix = text(properties["fqdnSubdomain"]) || text(properties["dnsPrefix"]);
    const group = id.scope.split("/")[4] ?? "";
    const mark = Buffer.from(engine.random.bytes(4)).toString("hex");
    const fqdn = text(old["fqdn"]) || `${prefix}-${mark}.hcp.${location}.${engine.suffixes.cluster}`.toLowerCase();
    doc["properties"] = {
      enableRBAC: true,
      supportPlan: "KubernetesOfficial",
      maxAgentPools: 100,
      disableLocalAccounts: false,
      servicePrincipalProfile: { clientId: "msi" },
      networkProfile: {
        networkPlugin: "azure",
        networkPluginMode: "overlay",
        networkDataplane: "azure",
        loadBalancerSku: "standard",
        podCidr: "10.244.0.0/16",
        serviceCidr: "10.0.0.0/16",
        dnsServiceIP: "10.0.0.10",
        outboundType: "loadBalancer",
        podCidrs: ["10.244.0.0/16"],
        serviceCidrs: ["10.0.0.0/16"],
        ipFamilies: ["IPv4"],
      },
      nodeResourceGroup: old["nodeResourceGroup"] ?? `MC_${group}_${id.name}_${location}`,
      ...properties,
      kubernetesVersion: version,
      currentKubernetesVersion: version,
      powerState: { code: "Running" },
      fqdn,
      azurePortalFQDN: fqdn.replace(/\.hcp\./, ".portal.hcp."),
      resourceUID: old["resourceUID"] ?? engine.random.uuid(),
      agentPoolProfiles: records(properties["agentPoolProfiles"]).map((pool) => ({
        ...poolDefaults,
        ...pool,
        orchestratorVersion: text(pool["orchestratorVersion"]) || version,
        currentOrchestratorVersion: text(pool["orchestratorVersion"]) || version,
        provisioningState: "Succeeded",
        powerState: { code: "Running" },
      })),
    };
    doc["sku"] ??= { name: "Base", tier: "Free" };
  },
};

/** Managed Kubernetes clusters as ARM sees them. Nodes and their group are not made; what answers behind is the composition's. */
export const clusters: TypeRow = {
  type: "Microsoft.ContainerService/managedClusters",
  apiVersions: clusterVersions,
  place: "group",
  tracked: true,
  verbs: ["GET", "PUT", "PATCH", "DELETE", "LIST", "LIST-SUBSCRIPTION"],
  checker: clusterChecker,
  model: "ManagedCluster",
  located: true,
  parser: "arm",
  manner: "cluster",
  takes: { put: [120_000, 300_000], delete: [120_000, 240_000] },
  label: "ManagedCluster",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  own: [],
  defaults: {},
  namePattern: /^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/,
  etag: false,
  expands: [],
  rules: [shape, identityAssignment, complete],
  effects: [],
  removal: [identityGoes],
  actions: clusterActions,
  evidence: "documented",
};
