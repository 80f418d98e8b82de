import { type CertificateRequest, type Identity, issue } from "@aro/pki";
import type { Random } from "@aro/runtime";

const days = 86_400_000;
const tenYears = 3650 * days;

/** One certificate of a new cluster. */
export interface CertificateRow {
  /** File below `tls/`. */
  name: string;
  /** Key of the asset in the graph. */
  asset: string;
  commonName: string;
  organizations?: readonly string[];
  usage: CertificateRequest["usage"];
  /** Who signs it; itself when absent. Stands earlier in the table. */
  signer?: string;
  names?: (of: CertificateNames) => NonNullable<CertificateRequest["names"]>;
}

/** Names under which a cluster's servers are reached. */
export interface CertificateNames {
  domain: string;
  /** Address of the internal load balancer. */
  internalAddress: string;
}

const signer = <Name extends string>(name: Name, asset: string) =>
  ({ name, asset, commonName: name, usage: "ca" }) as const satisfies CertificateRow;

/**
 * The certificates a cluster is born with (decision 11). All are good for ten years: a real cluster exchanges those of its bootstrap within a
 * day and goes on by itself, but the signers and the administrator's certificate are as long-lived there too.
 */
export const certificateTable = [
  signer("root-ca", "*tls.RootCA"),
  signer("admin-kubeconfig-signer", "*tls.AdminKubeConfigSignerCertKey"),
  signer("kubelet-signer", "*tls.KubeletCSRSignerCertKey"),
  signer("kube-control-plane-signer", "*tls.KubeControlPlaneSignerCertKey"),
  signer("aggregator-signer", "*tls.AggregatorSignerCertKey"),
  signer("kube-apiserver-lb-signer", "*tls.KubeAPIServerLBSignerCertKey"),
  signer("kube-apiserver-localhost-signer", "*tls.KubeAPIServerLocalhostSignerCertKey"),
  signer("kube-apiserver-service-network-signer", "*tls.KubeAPIServerServiceNetworkSignerCertKey"),
  {
    name: "kube-apiserver-lb-server",
    asset: "*tls.KubeAPIServerExternalLBServerCertKey",
    commonName: "system:kube-apiserver",
    organizations: ["kube-master"],
    usage: "server",
    signer: "kube-apiserver-lb-signer",
    names: ({ domain }) => [`api.${domain}`, `api-int.${domain}`],
  },
  {
    // spec 03 §7.3, last line of the table: nodes ask at the address, and some clients compare it with DNS names only.
    name: "machine-config-server",
    asset: "*tls.MCSCertKey",
    commonName: "system:machine-config-server",
    usage: "server",
    signer: "root-ca",
    names: ({ domain, internalAddress }) => [`api-int.${domain}`, { dns: internalAddress }, internalAddress],
  },
  {
    name: "admin-kubeconfig-client",
    asset: "*tls.AdminKubeConfigClientCertKey",
    commonName: "system:admin",
    organizations: ["system:masters"],
    usage: "client",
    signer: "admin-kubeconfig-signer",
  },
  {
    name: "kubelet-client",
    asset: "*tls.KubeletClientCertKey",
    commonName: "system:serviceaccount:openshift-machine-config-operator:node-bootstrapper",
    organizations: ["system:serviceaccounts:openshift-machine-config-operator", "system:authenticated"],
    usage: "client",
    signer: "kubelet-signer",
  },
] as const satisfies readonly CertificateRow[];

export type CertificateName = (typeof certificateTable)[number]["name"];

/** Certificates and keys by name. */
export type Certificates = Readonly<Record<CertificateName, Identity>>;

/** Makes every certificate of the table, RSA 2048, valid from `now`. */
export async function issueCertificates(
  names: CertificateNames,
  { now, random }: { now: number; random: Random },
): Promise<Certificates> {
  const made = new Map<string, Promise<Identity>>();
  for (const row of certificateTable as readonly CertificateRow[])
    made.set(
      row.name,
      (async () => {
        const request: CertificateRequest = {
          commonName: row.commonName,
          ...(row.organizations === undefined ? {} : { organizations: row.organizations }),
          usage: row.usage,
          key: "rsa",
          ...(row.names === undefined ? {} : { names: row.names(names) }),
          notBefore: now,
          notAfter: now + tenYears,
        };
        return issue(request, random, row.signer === undefined ? undefined : await made.get(row.signer));
      })(),
    );
  const all = await Promise.all([...made].map(async ([name, identity]) => [name, await identity] as const));
  return Object.fromEntries(all) as Certificates;
}

/** Several certificates in one text. */
const bundle = (certificates: Certificates, ...names: CertificateName[]): string =>
  names.map((name) => certificates[name].certificate).join("");

/** Signers of whom the API server's certificates are: what a client of the cluster trusts. */
export const serverAuthorities = (certificates: Certificates): string =>
  bundle(
    certificates,
    "kube-apiserver-localhost-signer",
    "kube-apiserver-service-network-signer",
    "kube-apiserver-lb-signer",
  );

/** Signers whose client certificates the API server accepts. */
export const clientAuthorities = (certificates: Certificates): string =>
  bundle(certificates, "admin-kubeconfig-signer", "kubelet-signer", "kube-control-plane-signer");
