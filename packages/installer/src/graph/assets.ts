/** A file of the installer's working folder, as its assets hold it. */
export type AssetFile = {
  Filename: string;
  /** base64 */
  Data: string;
};

/** Any graph: asset type names to assets. */
export type Assets = { readonly [asset: string]: unknown };

/** An asset of the graph. @throws Error naming it when the graph has none of that name. */
export function assetOf<Asset>(graph: Assets, name: string): Asset {
  const asset = graph[name];
  if (asset === undefined) throw new Error(`the graph of this cluster has no asset ${name}`);
  return asset as Asset;
}

/** Text as assets hold it. */
export const base64 = (text: string): string => Buffer.from(text).toString("base64");

export const assetFile = (name: string, contents: string): AssetFile => ({ Filename: name, Data: base64(contents) });

/** The text of a file in an asset. */
export const textOf = ({ Data }: AssetFile): string => Buffer.from(Data, "base64").toString();
