import { isDeepStrictEqual } from "node:util";

/** Registries and how to sign in to each, as a pull secret has them. */
export type Auths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Red Hat's own registries, in the order in which the service tells which of them a cluster can use. */
const redHatRegistries = ["registry.redhat.io", "cloud.openshift.com", "registry.connect.redhat.com"] as const;

/** Reads a pull secret's text. `unreadable`: no JSON. @throws Error when it is JSON of another shape: it may be more than we know. */
export function readAuths(text: string, where: string): Auths | "unreadable" {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "unreadable";
  }
  // `null` is nothing, as an absent member is.
  if (parsed === null) return {};
  const misshapen = () => new Error(`${where} is JSON, but no pull secret: it must be {"auths": {REGISTRY: {…}}}`);
  if (!isRecord(parsed)) throw misshapen();
  const auths = parsed["auths"] ?? {};
  if (!isRecord(auths) || !Object.values(auths).every(isRecord)) throw misshapen();
  return auths as Auths;
}

/** The user's with every registry of ours as we have it; undefined when it is so already. */
export function mergedAuths(users: Auths, ours: Auths): Auths | undefined {
  const differ = Object.entries(ours).filter(([registry, auth]) => !isDeepStrictEqual(users[registry], auth));
  return differ.length === 0 ? undefined : { ...users, ...Object.fromEntries(differ) };
}

/** Those of Red Hat's registries that can be signed in to. */
export const redHatKeysIn = (auths: Auths): string[] =>
  redHatRegistries.filter((registry) => {
    const auth = Object.hasOwn(auths, registry) ? auths[registry]?.["auth"] : undefined;
    return typeof auth === "string" && auth !== "";
  });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
