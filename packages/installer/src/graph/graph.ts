import type { Json, Sealed, Sealer } from "@aro/api";

/** A file of the installer's working folder, as its assets hold it. */
export type AssetFile = {
  Filename: string;
  /** base64 */
  Data: string;
};

/**
 * Everything that one installation made, by the type name of the asset in OpenShift's installer (spec 03 §7.3). Kept for the cluster's life; the
 * service reads `*kubeconfig.AdminInternalClient`, `*tls.AdminKubeConfigSignerCertKey`, `*tls.RootCA`, `*password.KubeadminPassword` and
 * `*installconfig.InstallConfig`.
 */
export type Graph = { readonly [asset: string]: Json };

/** The blob `aro/graph`: sealed JSON, as bytes. */
export const sealGraph = (graph: Graph, sealer: Sealer): Uint8Array =>
  Buffer.from(sealer.seal(JSON.stringify(graph)), "base64");

/** @throws Error `message authentication failed` when no known key opens it. */
export const openGraph = (blob: Uint8Array, sealer: Sealer): Graph =>
  JSON.parse(sealer.openText(Buffer.from(blob).toString("base64") as Sealed).reveal()) as Graph;

/** An asset of the graph. @throws Error naming it when the graph has none of that name. */
export function assetOf<Asset>(graph: Graph, name: string): Asset {
  const asset = graph[name];
  if (asset === undefined) throw new Error(`the graph of this cluster has no asset ${name}`);
  return asset as Asset;
}

/** Text as assets hold it. */
export const base64 = (text: string): string => Buffer.from(text).toString("base64");

export const assetFile = (name: string, contents: string): AssetFile => ({ Filename: name, Data: base64(contents) });

/** The text of a file in an asset. */
export const textOf = ({ Data }: AssetFile): string => Buffer.from(Data, "base64").toString();
