import { CloudError, type Sealed, type Sealer } from "@aro/api";

/** Where the graph lies in the cluster's storage account. */
export const graphPlace = { container: "aro", blob: "graph" } as const;
/** Where the bootstrap machine's ignition lies until it has served. */
export const ignitionPlace = { container: "ignition", blob: "bootstrap.ign" } as const;

/** A certificate and its key, each base64 of a PEM. */
export interface CertificateAsset {
  CertRaw: string;
  KeyRaw: string;
}

/** A file as the installer keeps it: its content in base64. */
export interface FileAsset {
  Filename: string;
  Data: string;
}

/** What the installer made and the service goes on using (spec 03 §7.3); other entries are the installer's own. */
export interface Graph {
  "*kubeconfig.AdminInternalClient": { File: FileAsset };
  "*tls.AdminKubeConfigSignerCertKey": CertificateAsset;
  "*tls.RootCA": CertificateAsset;
  "*password.KubeadminPassword": { Password: string };
  "*installconfig.InstallConfig": { config: { networking: { networkType: string } } };
  [asset: string]: unknown;
}

const needed = [
  "*kubeconfig.AdminInternalClient",
  "*tls.AdminKubeConfigSignerCertKey",
  "*tls.RootCA",
  "*password.KubeadminPassword",
  "*installconfig.InstallConfig",
] as const satisfies readonly (keyof Graph)[];

/**
 * Opens a graph, as it was read. @throws CloudError when there is none: somebody has removed it, or its account, since the install.
 * @throws Error naming an entry that is missing, or saying that no known key opens it.
 */
export function openGraph(sealed: Buffer | undefined, sealer: Sealer): Graph {
  if (sealed === undefined)
    throw new CloudError(
      {
        code: "DeploymentFailed",
        message:
          "The keys of the cluster, which its installation left in its storage account, are not there any more and cannot be made again. If the creation of the cluster failed, delete it and create it anew; otherwise open an Azure support request.",
      },
      { status: 500 },
    );
  const clear = sealer.openBytes(sealed.toString("base64") as Sealed).reveal();
  const graph = JSON.parse(Buffer.from(clear).toString("utf8")) as Record<string, unknown>;
  for (const entry of needed)
    if (graph[entry] === undefined) throw new Error(`the graph of the cluster has no entry '${entry}'`);
  return graph as Graph;
}

/** A graph as it is stored. */
export const sealGraph = (graph: Graph, sealer: Sealer): Buffer =>
  Buffer.from(sealer.seal(JSON.stringify(graph)), "base64");

/** The PEMs of a certificate asset. */
export const identityOf = ({ CertRaw, KeyRaw }: CertificateAsset): { certificate: string; key: string } => ({
  certificate: Buffer.from(CertRaw, "base64").toString("utf8"),
  key: Buffer.from(KeyRaw, "base64").toString("utf8"),
});
