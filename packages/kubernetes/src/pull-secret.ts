/** A registry's entry in `.dockerconfigjson`. */
export interface RegistryAuth {
  /** Base64 of `NAME:PASSWORD`. */
  auth?: string;
  [member: string]: unknown;
}

/** What images are pulled with: the content of a secret of type `kubernetes.io/dockerconfigjson`. */
export interface PullSecret {
  auths: { [registry: string]: RegistryAuth };
}

/** A pull secret as text; `what`: how people call it. */
export interface PullSecretText {
  what: string;
  /** JSON `{"auths": …}`; what is absent or empty counts for nothing. */
  text: string | undefined;
}

/** An entry by which somebody signs in at a registry. */
export const registryAuth = (username: string, password: string): RegistryAuth => ({
  auth: Buffer.from(`${username}:${password}`).toString("base64"),
});

/**
 * Joins pull secrets: for one registry the later wins (spec 03 §17).
 * @throws Error naming the one that is none; never with its text, which is a secret.
 */
export function joinedPullSecrets(texts: readonly PullSecretText[]): PullSecret {
  return { auths: Object.assign({}, ...texts.map(authsOf)) };
}

function authsOf({ what, text }: PullSecretText): PullSecret["auths"] {
  if (text === undefined || text.trim() === "") return {};
  const auths = read(text);
  if (typeof auths !== "object" || auths === null || Array.isArray(auths))
    throw new Error(`${what} is not JSON of the form {"auths": {…}}`);
  return auths as PullSecret["auths"];
}

/** Undefined when it cannot be read. */
function read(text: string): unknown {
  try {
    const parsed = JSON.parse(text) as { auths?: unknown } | null;
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed.auths ?? {}) : undefined;
  } catch {
    return undefined;
  }
}
