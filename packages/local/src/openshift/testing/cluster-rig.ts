import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { request } from "node:https";
import { systemClock } from "@aro/runtime";
import type { Configuration } from "../../facts/configuration.ts";
import type { CloudCalls, HttpAnswer } from "../../testing/cloud-calls.ts";
import { throughProxy } from "../../testing/named-services.ts";
import { type RunningCloud, runCloud } from "../../testing/running-cloud.ts";
import { readIgnition } from "../boot/ignition.ts";
import { sampleIgnition } from "./sample-ignition.ts";

const networkVersion = "2020-08-01";
const computeVersion = "2020-12-01";

/** What of a cloud the rig needs: one in this process, or a process of its own. */
export interface RigCloud extends AsyncDisposable {
  emulator: { base: string; port: number; proxyPort: number; identities: { tenantId: string; subscriptionId: string } };
  keyring: { ca: { certificate: string } };
  call: CloudCalls["call"];
  control: CloudCalls["control"];
  token(): Promise<string>;
}

/** One cloud with what a service and an installer would have made for the installer's sample cluster, less its machines. */
export interface ClusterRig extends AsyncDisposable {
  cloud: RigCloud;
  domain: string;
  infraId: string;
  /** Ids of the managed group, and of the customer's network. */
  group: string;
  network: string;
  internalAddress: string;
  endpointAddress: string;
  ingressAddress: string;
  /** Text of `bootstrap.ign`. */
  ignition: string;
  clientId: string;
  /** Calls ARM as the owner; fails on anything but success, waits for the end of work that goes on. */
  arm(method: string, path: string, version: string, body?: object): Promise<HttpAnswer>;
  /** Address of `bootstrap.ign` with a signature. */
  sas(path?: string): string;
  upload(text: string): Promise<void>;
  /** Makes the bootstrap machine, its custom data leading to `source`. */
  bootstrapMachine(source?: string): Promise<void>;
  masters(): Promise<void>;
  /** The administrator's kubeconfig that the installer made, for this machine's proxy; or with other credentials, for the public name. */
  kubeconfig(user?: { token: string }): string;
  /** What the serial console of a machine has said. */
  console(machine: string): Promise<string>;
  /** Whether a connection through the proxy to a target is opened: its status. */
  dial(target: string): Promise<{ status: number; text: string }>;
}

const location = "eastus";

/** A cloud in this process whose clusters take seconds. */
export const quickCloud = (configuration: Partial<Configuration> = {}): Promise<RunningCloud> =>
  runCloud({
    engine: "real",
    configuration: { timeScale: 300, throttling: { enabled: false }, logLevel: "warn", ...configuration },
  });

/** `name` tells several of one cloud apart: the first is `c1`. */
export async function startClusterRig(given?: RigCloud, name = "c1"): Promise<ClusterRig> {
  const cloud = given ?? (await quickCloud());
  const { subscriptionId, tenantId } = cloud.emulator.identities;
  const token = await cloud.token();
  const root = `/subscriptions/${subscriptionId}/resourceGroups`;
  const group = `${root}/aro-${name}`;
  const customer = `${root}/customer-${name}`;
  const network = `${customer}/providers/Microsoft.Network/virtualNetworks/vnet`;
  const domain = `${name}.aro.test`;
  const infraId = `${name}-bcdfg`;

  const arm: ClusterRig["arm"] = async (method, path, version, body) => {
    const answer = await cloud.call(method, `${path}?api-version=${version}`, {
      token,
      ...(body === undefined ? {} : { body }),
    });
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
    const follow = answer.headers["azure-asyncoperation"] ?? answer.headers["location"];
    if (follow === undefined || (answer.status === 200 && method === "GET")) return answer;
    for (let attempt = 0; attempt < 600; attempt++) {
      const { pathname, search } = new URL(follow);
      const state = await cloud.call("GET", pathname + search, { token });
      if (state.json?.status === "Failed") assert.fail(`${method} ${path}: ${state.text}`);
      if (state.status !== 202 && (state.json?.status ?? "Succeeded") === "Succeeded") break;
      await systemClock.sleep(20);
    }
    return answer;
  };
  const inGroup = (type: string, name: string) => `${group}/providers/Microsoft.${type}/${name}`;
  const put = (type: string, name: string, body: object, version = networkVersion) =>
    arm("PUT", inGroup(type, name), version, { location, ...body });

  const principal = await cloud.control("POST", "/principals", { displayName: `${name}-cluster`, visibleAtOnce: true });
  assert.ok(principal.status < 300, principal.text);
  const made = principal.json.principals?.[0] ?? principal.json;
  const { appId: clientId, clientSecret, objectId } = made;

  for (const id of [group, customer, `${root}/rp-${name}`]) await arm("PUT", id, "2021-04-01", { location });
  const assign = (scope: string, name: string) =>
    arm("PUT", `${scope}/providers/Microsoft.Authorization/roleAssignments/${name}`, "2022-04-01", {
      properties: {
        principalId: objectId,
        principalType: "ServicePrincipal",
        roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c`,
      },
    });
  await assign(group, "00000000-0000-4000-8000-000000000001");
  const off = { privateLinkServiceNetworkPolicies: "Disabled" };
  const subnet = (name: string, prefix: string) => ({ name, properties: { addressPrefix: prefix, ...off } });
  await arm("PUT", network, networkVersion, {
    location,
    properties: {
      addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
      subnets: [subnet("master", "10.0.0.0/23"), subnet("worker", "10.0.2.0/23")],
    },
  });
  await assign(network, "00000000-0000-4000-8000-000000000002");
  const rpNetwork = `${root}/rp-${name}/providers/Microsoft.Network/virtualNetworks/rp-pe-vnet-001`;
  await arm("PUT", rpNetwork, networkVersion, {
    location,
    properties: {
      addressSpace: { addressPrefixes: ["10.2.0.0/16"] },
      subnets: [
        {
          name: "rp-pe-subnet",
          properties: { addressPrefix: "10.2.0.0/22", privateEndpointNetworkPolicies: "Disabled" },
        },
      ],
    },
  });
  const master = { id: `${network}/subnets/master` };
  const balancer = inGroup("Network", `loadBalancers/${infraId}-internal`);
  const frontend = { id: `${balancer}/frontendIPConfigurations/internal-lb-ip-v4` };
  const pool = { id: `${balancer}/backendAddressPools/${infraId}` };
  const rule = (name: string, port: number, probe: string) => ({
    name,
    properties: {
      protocol: "Tcp",
      frontendPort: port,
      backendPort: port,
      frontendIPConfiguration: frontend,
      backendAddressPool: pool,
      probe: { id: `${balancer}/probes/${probe}` },
    },
  });
  await put("Network", `loadBalancers/${infraId}-internal`, {
    sku: { name: "Standard" },
    properties: {
      frontendIPConfigurations: [
        { name: "internal-lb-ip-v4", properties: { subnet: master, privateIPAllocationMethod: "Dynamic" } },
      ],
      backendAddressPools: [{ name: infraId }],
      loadBalancingRules: [rule("api-internal-v4", 6443, "api-internal-probe"), rule("sint-v4", 22623, "sint-probe")],
      probes: [
        {
          name: "api-internal-probe",
          properties: {
            protocol: "Https",
            port: 6443,
            requestPath: "/readyz",
            intervalInSeconds: 5,
            numberOfProbes: 2,
          },
        },
        {
          name: "sint-probe",
          properties: {
            protocol: "Https",
            port: 22623,
            requestPath: "/healthz",
            intervalInSeconds: 5,
            numberOfProbes: 2,
          },
        },
      ],
    },
  });
  const address = (name: string) =>
    put("Network", `publicIPAddresses/${name}`, {
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static" },
    });
  await address(`${infraId}-pip-v4`);
  await address(`${infraId}-default-v4`);
  const outer = inGroup("Network", `loadBalancers/${infraId}`);
  await put("Network", `loadBalancers/${infraId}`, {
    sku: { name: "Standard" },
    properties: {
      frontendIPConfigurations: [
        {
          name: "public-lb-ip-v4",
          properties: { publicIPAddress: { id: inGroup("Network", `publicIPAddresses/${infraId}-pip-v4`) } },
        },
      ],
      backendAddressPools: [{ name: infraId }],
      loadBalancingRules: [
        {
          name: "api-internal-v4",
          properties: {
            protocol: "Tcp",
            frontendPort: 6443,
            backendPort: 6443,
            disableOutboundSnat: true,
            frontendIPConfiguration: { id: `${outer}/frontendIPConfigurations/public-lb-ip-v4` },
            backendAddressPool: { id: `${outer}/backendAddressPools/${infraId}` },
          },
        },
      ],
      outboundRules: [
        {
          name: "outbound-rule-v4",
          properties: {
            protocol: "All",
            frontendIPConfigurations: [{ id: `${outer}/frontendIPConfigurations/public-lb-ip-v4` }],
            backendAddressPool: { id: `${outer}/backendAddressPools/${infraId}` },
          },
        },
      ],
    },
  });
  await put("Network", `privateLinkServices/${infraId}-pls`, {
    properties: {
      loadBalancerFrontendIpConfigurations: [frontend],
      ipConfigurations: [{ name: `${infraId}-pls-nic`, properties: { subnet: master } }],
      autoApproval: { subscriptions: [subscriptionId] },
      visibility: { subscriptions: [subscriptionId] },
    },
  });
  const endpoint = `${root}/rp-${name}/providers/Microsoft.Network/privateEndpoints/rp-pe-1`;
  await arm("PUT", endpoint, networkVersion, {
    location,
    properties: {
      subnet: { id: `${rpNetwork}/subnets/rp-pe-subnet` },
      manualPrivateLinkServiceConnections: [
        {
          name: "rp-plsconnection",
          properties: { privateLinkServiceId: inGroup("Network", `privateLinkServices/${infraId}-pls`) },
        },
      ],
    },
  });
  const shown = await arm("GET", balancer, networkVersion);
  const internalAddress: string = shown.json.properties.frontendIPConfigurations[0].properties.privateIPAddress;
  const nics = (await arm("GET", endpoint, networkVersion)).json.properties.networkInterfaces;
  const endpointAddress: string = (await arm("GET", nics[0].id, networkVersion)).json.properties.ipConfigurations[0]
    .properties.privateIPAddress;
  const ingressAddress: string = (
    await arm("GET", inGroup("Network", `publicIPAddresses/${infraId}-default-v4`), networkVersion)
  ).json.properties.ipAddress;

  const account = `cluster${name}`;
  const storage = inGroup("Storage", `storageAccounts/${account}`);
  await put(
    "Storage",
    `storageAccounts/${account}`,
    { kind: "StorageV2", sku: { name: "Standard_LRS" }, properties: {} },
    "2021-09-01",
  );
  await arm("PUT", `${storage}/blobServices/default/containers/ignition`, "2021-09-01", {});
  const keys = await arm("POST", `${storage}/listKeys`, "2021-09-01");
  const key: string = keys.json.keys[0].value;
  const host = `${account}.blob.aro.test`;
  const ignition = await sampleIgnition({
    subscriptionId,
    tenantId,
    domain,
    infraId,
    clientId,
    clientSecret,
    internalAddress,
    ingressAddress,
    group: `aro-${name}`,
    customer: `customer-${name}`,
  });

  const sas: ClusterRig["sas"] = (path = "ignition/bootstrap.ign") => {
    const day = 86_400_000;
    const time = (at: number) => `${new Date(at).toISOString().slice(0, 19)}Z`;
    const fields = {
      sp: "rwcdl",
      ss: "b",
      srt: "oc",
      st: time(systemClock.now() - day),
      se: time(systemClock.now() + day),
      sip: "",
      spr: "https",
      sv: "2020-08-04",
      sk: "",
    };
    const text = [account, fields.sp, fields.ss, fields.srt, fields.st, fields.se, "", fields.spr, fields.sv, ""].join(
      "\n",
    );
    const sig = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
    const query = new URLSearchParams({
      sp: fields.sp,
      ss: fields.ss,
      srt: fields.srt,
      st: fields.st,
      se: fields.se,
      spr: fields.spr,
      sv: fields.sv,
      sig,
    });
    return `https://${host}/${path}?${query.toString()}`;
  };
  const custom = (config: object) => Buffer.from(JSON.stringify(config)).toString("base64");
  const nic = async (name: string, pools: readonly string[]) => {
    await put("Network", `networkInterfaces/${name}`, {
      properties: {
        ipConfigurations: [
          {
            name: "pipConfig",
            properties: { subnet: master, loadBalancerBackendAddressPools: pools.map((id) => ({ id })) },
          },
        ],
      },
    });
    return inGroup("Network", `networkInterfaces/${name}`);
  };
  const machine = async (machineName: string, data: string) => {
    const pools = [pool.id, `${outer}/backendAddressPools/${infraId}`];
    const id = await nic(`${machineName}-nic`, pools);
    await put(
      "Compute",
      `virtualMachines/${machineName}`,
      {
        properties: {
          hardwareProfile: { vmSize: "Standard_D8s_v5" },
          storageProfile: {
            imageReference: { publisher: "azureopenshift", offer: "aro4", sku: "aro_419", version: "419.6.20250523" },
            osDisk: {
              createOption: "FromImage",
              name: `${machineName}_OSDisk`,
              caching: "ReadOnly",
              managedDisk: { storageAccountType: "Premium_LRS" },
              diskSizeGB: 1024,
            },
          },
          osProfile: {
            computerName: `${machineName}-vm`,
            adminUsername: "core",
            adminPassword: "NotForLong1!",
            customData: data,
          },
          networkProfile: { networkInterfaces: [{ id }] },
          diagnosticsProfile: { bootDiagnostics: { enabled: true } },
        },
      },
      computeVersion,
    );
  };
  return {
    cloud,
    domain,
    infraId,
    group,
    network,
    internalAddress,
    endpointAddress,
    ingressAddress,
    ignition,
    clientId,
    arm,
    sas,
    upload: async (text) => {
      const { hostname, pathname, search } = new URL(sas());
      const answer = await viaListener(cloud, "PUT", hostname, pathname + search, text);
      assert.equal(answer.status, 201, "upload of bootstrap.ign");
    },
    bootstrapMachine: (source = sas()) =>
      machine(`${infraId}-bootstrap`, custom({ ignition: { version: "3.2.0", config: { replace: { source } } } })),
    masters: async () => {
      await Promise.all(
        [0, 1, 2].map((index) =>
          machine(
            `${infraId}-master-${index}`,
            custom({
              ignition: {
                version: "3.2.0",
                config: { merge: [{ source: `https://${internalAddress}:22623/config/master` }] },
              },
            }),
          ),
        ),
      );
    },
    kubeconfig: (user) => {
      const read = readIgnition(ignition);
      assert.ok("files" in read);
      const config = JSON.parse(read.files.get("/opt/openshift/auth/kubeconfig") ?? "{}");
      config.clusters[0].cluster["proxy-url"] = `http://127.0.0.1:${cloud.emulator.proxyPort}`;
      if (user !== undefined) {
        config.clusters[0].cluster.server = `https://api.${domain}:6443`;
        config.users[0].user = user;
      }
      return JSON.stringify(config);
    },
    console: async (name) => {
      const id = inGroup("Compute", `virtualMachines/${infraId}-${name}`);
      const links = await arm("POST", `${id}/retrieveBootDiagnosticsData`, computeVersion);
      const { hostname, pathname, search } = new URL(links.json.serialConsoleLogBlobUri);
      return (await viaListener(cloud, "GET", hostname, pathname + search)).text;
    },
    dial: async (target) => {
      const { status, text, socket } = await throughProxy(cloud.emulator.proxyPort, target);
      socket.destroy();
      return { status, text };
    },
    [Symbol.asyncDispose]: () => cloud[Symbol.asyncDispose](),
  };
}

/** A call to a named service at the cloud's own listener. */
function viaListener(
  cloud: RigCloud,
  method: string,
  host: string,
  path: string,
  body = "",
): Promise<{ status: number; text: string }> {
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port: cloud.emulator.port,
        servername: host,
        method,
        path,
        agent: false,
        ca: cloud.keyring.ca.certificate,
        headers: {
          host,
          "x-ms-version": "2020-08-04",
          ...(method === "PUT" ? { "content-length": String(bytes.length), "x-ms-blob-type": "BlockBlob" } : {}),
        },
      },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on("data", (part: Buffer) => parts.push(part));
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(bytes);
  });
}

/** Waits until something holds, twenty seconds at most. */
export async function eventually(holds: () => Promise<boolean> | boolean, seconds = 20): Promise<void> {
  const pause = 50;
  for (let round = 0; round < (seconds * 1000) / pause; round++) {
    if (await holds()) return;
    await systemClock.sleep(pause);
  }
  assert.fail(`it did not come to hold within ${seconds} seconds`);
}
