import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { toPem } from "@aro/pki";
import { cloudSuffixes } from "./arm/metadata.ts";
import { cloudAudiences } from "./entra/audiences.ts";
import type { Identities } from "./entra/identities.ts";
import type { Configuration } from "./facts/configuration.ts";
import { dataPlanePath } from "./metadata-service/identity-url.ts";
import { bundleWith } from "./pki/bundle.ts";
import { writePrivately } from "./pki/identity-files.ts";
import type { Keyring } from "./pki/keyring.ts";

/** Files of the state folder that others read. */
export const stateFiles = {
  /** Addresses, ids and files of the running instance. */
  endpoints: "endpoints.json",
  /** Variables of `aro local env`. */
  environment: "env.json",
  /** For `az cloud register --cloud-config @FILE`. */
  cloudConfig: "az-cloud.json",
  ca: "ca.pem",
  bundle: "ca-bundle.pem",
  adminCertificate: "admin.crt",
  adminKey: "admin.key",
  /** Certificate and key for signing in as the owner. */
  owner: "pki/owner.pem",
  controlSecret: "control.secret",
  /** Folder of the service's secrets, one file each, as `ARO_SECRETS_DIRECTORY` wants them. */
  secrets: "secrets",
  /** Written by the supervisor: process ids by name. */
  processes: "processes.json",
  database: "cloud.sqlite",
  blobs: "blobs.sqlite",
  azConfig: "azure-cli",
} as const;

interface Running {
  configuration: Configuration;
  base: string;
  port: number;
  /** Port of the CONNECT proxy. */
  proxyPort: number;
  pid: number;
  identities: Identities;
  keyring: Keyring;
}

/** The cloud as `az` registers it. Its authority is written in the AD FS form: az up to 2.45 asks Microsoft about any other. */
const azCloudConfig = ({ base, suffix }: { base: string; suffix: string }) => {
  const { graph } = cloudAudiences({ base, suffix });
  const { storage, keyVaultDns, acrLoginServer } = cloudSuffixes(suffix);
  return {
    endpoints: {
      management: base,
      resourceManager: base,
      activeDirectory: `${base}/adfs`,
      activeDirectoryResourceId: base,
      activeDirectoryGraphResourceId: graph,
      microsoftGraphResourceId: graph,
      gallery: base,
    },
    suffixes: {
      storageEndpoint: storage,
      keyvaultDns: `.${keyVaultDns}`,
      acrLoginServerEndpoint: `.${acrLoginServer}`,
    },
  };
};

/** What `aro local env` exports (local-mode.md), as far as it works today. */
export function clientEnvironment({
  configuration,
  base,
  proxyPort,
  identities,
}: Omit<Running, "keyring" | "port" | "pid">) {
  const file = (name: keyof typeof stateFiles) => join(configuration.stateFolder, stateFiles[name]);
  return {
    ARO_LOCAL_ARM: base,
    ARO_LOCAL_AUTHORITY: base,
    ARO_LOCAL_CA: file("ca"),
    NODE_EXTRA_CA_CERTS: file("ca"),
    REQUESTS_CA_BUNDLE: file("bundle"),
    // curl asks for SSL_CERT_FILE last: a machine that sets CURL_CA_BUNDLE or SSL_CERT_DIR would hide ours from it.
    CURL_CA_BUNDLE: file("bundle"),
    SSL_CERT_FILE: file("bundle"),
    ARO_LOCAL_TENANT: identities.tenantId,
    ARO_LOCAL_SUBSCRIPTION: identities.subscriptionId,
    ARO_LOCAL_CLIENT_ID: identities.ownerClientId,
    ARO_LOCAL_CLIENT_SECRET: identities.ownerSecret,
    ARO_LOCAL_CLOUD_CONFIG: file("cloudConfig"),
    ARO_LOCAL_ADMIN_CERT: file("adminCertificate"),
    ARO_LOCAL_ADMIN_KEY: file("adminKey"),
    ARO_LOCAL_RP: configuration.provider,
    HTTPS_PROXY: proxyAddress(proxyPort),
    NO_PROXY: "localhost,127.0.0.1",
    AZURE_CONFIG_DIR: file("azConfig"),
  };
}

/** Where the CONNECT proxy answers. An address, not a name: it is dialled without TLS, and `localhost` may mean ::1 first. */
export const proxyAddress = (port: number): string => `http://127.0.0.1:${port}`;

/** What supervisors and tests need to know of the running instance. */
function endpoints({ configuration, base, port, proxyPort, pid, identities }: Running) {
  const files = Object.fromEntries(
    Object.entries(stateFiles).map(([name, path]) => [name, join(configuration.stateFolder, path)]),
  );
  const { tenantId, subscriptionId, firstPartyClientId, ownerClientId } = identities;
  return {
    pid,
    port,
    proxy: proxyAddress(proxyPort),
    arm: base,
    authority: base,
    control: `${base}/_local`,
    boundary: `${base}/_local/boundary`,
    /** For AZURE_POD_IDENTITY_AUTHORITY_HOST of the service's own processes: there they are the service's machine. */
    instanceMetadata: base,
    managedIdentityDataPlane: `${base}${dataPlanePath}`,
    provider: configuration.provider,
    region: configuration.region,
    suffix: configuration.suffix,
    cloudName: configuration.cloudName,
    tenantId,
    subscriptionId,
    firstPartyClientId,
    ownerClientId,
    adminCommonName: "admin.aro.test",
    files,
  };
}

/** Writes what clients, the service and the supervisor read; each file whole or not at all. */
export function writeClientFiles(running: Running): void {
  const { configuration, keyring, base } = running;
  const { stateFolder, suffix } = configuration;
  const write = (name: string, text: string, mode?: number) => writePrivately(join(stateFolder, name), text, mode);
  const asJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const ca = keyring.ca.certificate;
  write(stateFiles.ca, ca, 0o644);
  write(stateFiles.bundle, bundleWith(ca), 0o644);
  write(stateFiles.adminCertificate, keyring.admin.certificate);
  write(stateFiles.adminKey, keyring.admin.key);
  write(`${stateFiles.secrets}/rp-server`, toPem(keyring["rp-server"]));
  write(`${stateFiles.secrets}/rp-firstparty`, toPem(keyring["first-party"]));
  write(stateFiles.cloudConfig, asJson(azCloudConfig({ base, suffix })), 0o644);
  write(stateFiles.environment, asJson(clientEnvironment(running)));
  mkdirSync(join(stateFolder, stateFiles.azConfig), { recursive: true, mode: 0o700 });
  write(stateFiles.endpoints, asJson(endpoints(running)));
}
