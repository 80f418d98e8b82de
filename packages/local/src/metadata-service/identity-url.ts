import { createHmac, timingSafeEqual } from "node:crypto";

/** Where the data plane of managed identities answers. */
export const dataPlanePath = "/msi";

interface Place {
  base: string;
  tenantId: string;
  /** What addresses are signed with, so that nobody makes one up. */
  urlKey: string;
}

const signature = (key: string, path: string, tenantId: string): string =>
  createHmac("sha256", key).update(`${path.toLowerCase()}\n${tenantId}`).digest("base64url");

/**
 * The address at which the credentials of a resource's identities are asked for: what ARM sends as `x-ms-identity-url`.
 * `identity` narrows it to one identity by its object id (`client_secret_url`).
 */
export function identityUrl(resourceId: string, { base, tenantId, urlKey }: Place, identity?: string): string {
  const path = `${dataPlanePath}${resourceId}/credentials/v2/${identity === undefined ? "identities" : `userassigned/${identity}`}`;
  const query = new URLSearchParams({ tid: tenantId, sigver: "1.0", sig: signature(urlKey, path, tenantId) });
  return `${base}${encodeURI(path)}?${query}`;
}

/** What an address of the data plane is about; undefined when it is none of ours, or was tampered with. */
export function readIdentityUrl(
  url: URL,
  { tenantId, urlKey }: Place,
): { resourceId: string; identity?: string } | undefined {
  let path: string;
  try {
    path = decodeURI(url.pathname);
  } catch {
    return undefined;
  }
  const match = /^\/msi(\/subscriptions\/.+)\/credentials\/v2\/(?:identities|userassigned\/([0-9a-f-]{36}))$/i.exec(
    path,
  );
  const [, resourceId, identity] = match ?? [];
  if (resourceId === undefined) return undefined;
  const [given, wanted] = [url.searchParams.get("sig") ?? "", signature(urlKey, path, tenantId)].map((one) =>
    Buffer.from(one),
  );
  if (given === undefined || wanted === undefined) return undefined;
  if (given.byteLength !== wanted.byteLength || !timingSafeEqual(given, wanted)) return undefined;
  if (url.searchParams.get("tid") !== tenantId) return undefined;
  return { resourceId, ...(identity === undefined ? {} : { identity }) };
}
