import type { Directory } from "./directory.ts";

/** What a token can be for. */
export interface Audience {
  /** The resource's identifier without a trailing slash. */
  resource: string;
  /** Which claims its tokens carry: Azure's own resources take version 1, applications version 2 (`accessTokenAcceptedVersion`). */
  version: 1 | 2;
}

/** The resources of this cloud by name, from where it answers and its DNS suffix. */
export const cloudAudiences = ({ base, suffix }: { base: string; suffix: string }) => ({
  resourceManager: base,
  graph: `${base}/graph`,
  keyVault: `https://vault.${suffix}`,
  storage: "https://storage.azure.com",
});

const withoutSlash = (text: string): string => text.replace(/\/+$/, "");

/** The audience that `resource` names: one of the cloud's, or an application by its id or `api://` name. */
export function findAudience(
  resource: string,
  cloud: ReturnType<typeof cloudAudiences>,
  directory: Directory,
): Audience | undefined {
  const wanted = withoutSlash(resource).toLowerCase();
  for (const known of Object.values(cloud)) if (known.toLowerCase() === wanted) return { resource: known, version: 1 };
  const application = directory.client(wanted.replace(/^(api:\/\/|spn:)/, ""));
  return application === undefined ? undefined : { resource: application.appId, version: 2 };
}
