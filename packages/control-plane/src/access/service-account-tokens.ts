import { createPublicKey, type KeyObject } from "node:crypto";
import type { Clock, Random } from "@aro/runtime";
import { importPKCS8, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { parsed } from "../objects/parsed.ts";
import type { Store } from "../store/store.ts";
import type { User } from "./access.ts";

export interface TokenDeps {
  store: Store;
  /** PKCS#8 PEM of the RSA key that signs. */
  key: string;
  issuer: string;
  clock: Clock;
  random: Random;
}

/** What a token is for. */
export interface TokenRequest {
  namespace: string;
  name: string;
  /** uid of the service account. */
  uid: string;
  audiences: readonly string[];
  expirationSeconds: number;
  /** The pod or secret with which it ends. */
  boundTo?: { kind: "Pod" | "Secret" | "Node"; name: string; uid: string };
}

/** Tokens of service accounts: signed by the cluster's key, gone with their account and with what they are bound to. */
export interface ServiceAccountTokens {
  issue(request: TokenRequest): Promise<{ token: string; expires: number }>;
  /** The token of a secret of the old kind: it lasts as long as the secret and the account do. */
  lasting(request: { namespace: string; name: string; uid: string; secret: string }): Promise<string>;
  /** Undefined when it is none of ours, expired, or its account has gone. */
  user(token: string, audience?: string): Promise<{ user: User; audiences: readonly string[] } | undefined>;
  /** The keys by which others verify tokens (JWKS). */
  readonly publicKey: KeyObject;
}

const lastingIssuer = "kubernetes/serviceaccount";

interface Claims extends JWTPayload {
  "kubernetes.io"?: {
    namespace?: string;
    serviceaccount?: { name: string; uid: string };
    pod?: { name: string; uid: string };
    secret?: { name: string; uid: string };
    node?: { name: string; uid: string };
  };
}

export async function createServiceAccountTokens(deps: TokenDeps): Promise<ServiceAccountTokens> {
  const { store, issuer, clock, random } = deps;
  const signing = await importPKCS8(deps.key, "RS256");
  const publicKey = createPublicKey(deps.key);
  const uidOf = (resource: string, key: string): string | undefined => {
    const entry = store.get(resource, key);
    return entry === undefined ? undefined : parsed(entry.text).metadata.uid;
  };
  /** What a token says of its account; those of secrets say it in other words. */
  const heldBy = (claims: Claims): Claims["kubernetes.io"] => {
    if (claims.iss !== lastingIssuer) return claims["kubernetes.io"];
    const said = (member: string) => String(claims[`kubernetes.io/serviceaccount/${member}`] ?? "");
    const namespace = said("namespace");
    const secret = said("secret.name");
    return {
      namespace,
      serviceaccount: { name: said("service-account.name"), uid: said("service-account.uid") },
      secret: { name: secret, uid: uidOf("/secrets", `${namespace}/${secret}`) ?? "" },
    };
  };
  const stands = (claims: Claims): boolean => {
    const held = heldBy(claims);
    const { namespace, serviceaccount, pod, secret, node } = held ?? {};
    if (namespace === undefined || serviceaccount === undefined) return false;
    return (
      uidOf("/serviceaccounts", `${namespace}/${serviceaccount.name}`) === serviceaccount.uid &&
      (pod === undefined || uidOf("/pods", `${namespace}/${pod.name}`) === pod.uid) &&
      (secret === undefined || uidOf("/secrets", `${namespace}/${secret.name}`) === secret.uid) &&
      (node === undefined || uidOf("/nodes", node.name) === node.uid)
    );
  };
  /** Signatures are looked at once; whether the account stands, each time. */
  const verified = new Map<string, { claims: Claims; expires: number }>();
  const verify = async (token: string): Promise<Claims | undefined> => {
    const now = clock.now();
    const seen = verified.get(token);
    if (seen !== undefined && seen.expires > now) return seen.claims;
    try {
      const { payload } = await jwtVerify<Claims>(token, publicKey, {
        issuer: [issuer, lastingIssuer],
        currentDate: new Date(now),
      });
      if (verified.size > 1_000) verified.clear();
      verified.set(token, { claims: payload, expires: (payload.exp ?? Number.POSITIVE_INFINITY) * 1000 });
      return payload;
    } catch {
      return undefined;
    }
  };
  return {
    publicKey,
    issue: async ({ namespace, name, uid, audiences, expirationSeconds, boundTo }) => {
      const now = Math.floor(clock.now() / 1000);
      const expires = now + expirationSeconds;
      const bound =
        boundTo === undefined ? {} : { [boundTo.kind.toLowerCase()]: { name: boundTo.name, uid: boundTo.uid } };
      const token = await new SignJWT({
        "kubernetes.io": { namespace, serviceaccount: { name, uid }, ...bound },
      })
        .setProtectedHeader({ alg: "RS256", kid: "service-account" })
        .setIssuer(issuer)
        .setSubject(`system:serviceaccount:${namespace}:${name}`)
        .setAudience(audiences.length === 0 ? [issuer] : [...audiences])
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(expires)
        .setJti(random.uuid())
        .sign(signing);
      return { token, expires: expires * 1000 };
    },
    lasting: ({ namespace, name, uid, secret }) =>
      new SignJWT({
        "kubernetes.io/serviceaccount/namespace": namespace,
        "kubernetes.io/serviceaccount/secret.name": secret,
        "kubernetes.io/serviceaccount/service-account.name": name,
        "kubernetes.io/serviceaccount/service-account.uid": uid,
      })
        .setProtectedHeader({ alg: "RS256", kid: "service-account" })
        .setIssuer(lastingIssuer)
        .setSubject(`system:serviceaccount:${namespace}:${name}`)
        .sign(signing),
    user: async (token, audience = issuer) => {
      const claims = await verify(token);
      const held = claims === undefined ? undefined : heldBy(claims);
      if (claims === undefined || held?.serviceaccount === undefined || !stands(claims)) return undefined;
      const audiences = claims.iss === lastingIssuer ? [issuer] : [claims.aud ?? []].flat();
      if (!audiences.includes(audience)) return undefined;
      const extra: Record<string, string[]> =
        claims.jti === undefined ? {} : { "authentication.kubernetes.io/credential-id": [`JTI=${claims.jti}`] };
      if (held.pod !== undefined) {
        extra["authentication.kubernetes.io/pod-name"] = [held.pod.name];
        extra["authentication.kubernetes.io/pod-uid"] = [held.pod.uid];
      }
      return {
        audiences,
        user: {
          name: claims.sub ?? "",
          uid: held.serviceaccount.uid,
          groups: ["system:serviceaccounts", `system:serviceaccounts:${held.namespace}`, "system:authenticated"],
          ...(Object.keys(extra).length === 0 ? {} : { extra }),
        },
      };
    },
  };
}
