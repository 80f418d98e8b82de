import { createHash } from "node:crypto";
import type { User } from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import type { Objects } from "../cluster/objects.ts";

const accessTokens = "oauth.openshift.io/v1/oauthaccesstokens";
const authorizeTokens = "oauth.openshift.io/v1/oauthauthorizetokens";
const users = "user.openshift.io/v1/users";

/** The administrator who signs in with a password before there is anybody else. */
export const kubeAdmin = "kube:admin";
const accessSeconds = 86_400;
const codeSeconds = 300;
const mark = "sha256~";

/** Only its hash is kept of a token. */
const nameOf = (token: string): string =>
  mark + createHash("sha256").update(token.slice(mark.length)).digest("base64url");

/** What a code was given for. */
export interface Grant {
  clientName: string;
  userName: string;
  redirectURI: string;
  codeChallenge: string;
  scopes: readonly string[];
}

/** The tokens that people sign in with, kept as OAuthAccessTokens. */
export interface SignInTokens {
  issue(grant: Pick<Grant, "clientName" | "userName" | "redirectURI" | "scopes">): { token: string; expiresIn: number };
  issueCode(grant: Grant): string;
  /** What a code was given for; it is good for once. */
  redeem(code: string): Grant | undefined;
  user(token: string): Promise<User | undefined>;
}

export function openTokens(api: () => Objects, { clock, random }: { clock: Clock; random: Random }): SignInTokens {
  const fresh = () => mark + Buffer.from(random.bytes(32)).toString("base64url");
  const isOver = (object: { metadata: { creationTimestamp: string }; [member: string]: unknown }): boolean =>
    Date.parse(object.metadata.creationTimestamp) + Number(object["expiresIn"] ?? 0) * 1_000 <= clock.now();
  const keep = (kind: string, seconds: number, members: object): string => {
    const token = fresh();
    api().ensure({
      apiVersion: "oauth.openshift.io/v1",
      kind,
      metadata: { name: nameOf(token) },
      expiresIn: seconds,
      ...members,
    });
    return token;
  };
  return {
    issue: ({ clientName, userName, redirectURI, scopes }) => ({
      token: keep("OAuthAccessToken", accessSeconds, { clientName, userName, redirectURI, scopes, userUID: "" }),
      expiresIn: accessSeconds,
    }),
    issueCode: (grant) =>
      keep("OAuthAuthorizeToken", codeSeconds, { ...grant, codeChallengeMethod: "S256", userUID: "" }),
    redeem: (code) => {
      const name = nameOf(code);
      const held = api().get(authorizeTokens, name);
      api().remove(authorizeTokens, name);
      if (held === undefined || isOver(held)) return undefined;
      const { clientName, userName, redirectURI, codeChallenge, scopes } = held as unknown as Grant;
      return { clientName, userName, redirectURI, codeChallenge, scopes };
    },
    user: async (token) => {
      if (!token.startsWith(mark)) return undefined;
      const held = api().get(accessTokens, nameOf(token));
      if (held === undefined || isOver(held)) return undefined;
      const name = String(held["userName"]);
      const groups = ["system:authenticated:oauth", "system:authenticated"];
      const extra = { "scopes.authorization.openshift.io": (held["scopes"] ?? []) as readonly string[] };
      if (name === kubeAdmin) return { name, groups: ["system:cluster-admins", ...groups], extra };
      const user = api().get(users, name);
      return user === undefined ? undefined : { name, uid: user.metadata.uid, groups, extra };
    },
  };
}
