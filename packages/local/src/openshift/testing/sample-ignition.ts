import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** What the installer is told of the sample cluster besides what its own sample says. */
export interface SampleChange {
  subscriptionId: string;
  tenantId: string;
  domain: string;
  infraId: string;
  clientId: string;
  clientSecret: string;
  internalAddress: string;
  ingressAddress: string;
  /** Names of the managed group, and of the group with the network. */
  group: string;
  customer: string;
  version?: string;
}

/** This package may not import the installer, so it is run, as Hive runs it. */
const installer = ["@aro", "installer", "testing"].join("/");
const program = `
const { sampleBootstrapIgnition, sampleCluster } = await import(process.argv[2]);
const { subscriptionId, tenantId, domain, infraId, clientId, clientSecret, internalAddress, ingressAddress, group, customer, version } = JSON.parse(process.argv[1]);
const text = JSON.stringify(sampleCluster((properties) => {
  properties.servicePrincipalProfile = { clientId, clientSecret };
  properties.apiserverProfile.intIp = internalAddress;
  for (const profile of properties.ingressProfiles) profile.ip = ingressAddress;
  properties.infraId = infraId;
  if (version !== undefined) properties.clusterProfile.version = version;
}));
const cluster = JSON.parse(text.replaceAll("11111111-1111-1111-1111-111111111111", subscriptionId).replaceAll("/resourceGroups/aro-c1", "/resourceGroups/" + group).replaceAll("/resourceGroups/customer/", "/resourceGroups/" + customer + "/"));
const now = Math.floor(performance.timeOrigin + performance.now()) - 3_600_000;
process.stdout.write(JSON.stringify(await sampleBootstrapIgnition({ cluster, subscriptionId, tenantId, domain, now })));
`;

/** The bootstrap ignition of the installer's sample cluster, made by the installer in a process of its own. */
export async function sampleIgnition(change: SampleChange): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program, JSON.stringify(change), installer],
    { cwd: dirname(import.meta.dirname), maxBuffer: 16 * 1024 * 1024 },
  );
  return stdout;
}
