import { type Certificates, certificateTable } from "../tls/certificates.ts";

/** Certificates that are only names: for tests of who carries them, since making keys takes a second. */
export const paperCertificates = (): Certificates =>
  Object.fromEntries(
    certificateTable.map(({ name }) => [name, { certificate: `certificate ${name}\n`, key: `key ${name}\n` }]),
  ) as Certificates;

/** What the installation would draw. */
export const paperSecrets = {
  kubeadminPassword: "aaaaa-bbbbb-ccccc-ddddd",
  kubeadminHash: "$2b$10$hash",
  registrySecret: "00".repeat(64),
  machinePassword: "thrown-away",
} as const;
