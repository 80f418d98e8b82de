import type { Kinds } from "../kinds/kind.ts";
import type { KubeObject } from "../objects/object.ts";
import type { Registry } from "../registry/registry.ts";
import { readBody } from "../requests/body.ts";
import { json } from "../requests/request.ts";
import type { SubresourceCall } from "../requests/resource-calls.ts";
import { ApiStatus } from "../status/status.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";

const hour = 3600;
const shortest = 600;
const longest = 2 ** 32;

interface TokenSpec {
  audiences?: string[];
  expirationSeconds?: number;
  boundObjectRef?: { kind?: string; apiVersion?: string; name?: string; uid?: string };
}

/** `serviceaccounts/NAME/token`: a token for a while, for an audience, bound to a pod or a secret. */
export const tokenRequest =
  (registry: Registry, kinds: Kinds, tokens: ServiceAccountTokens): SubresourceCall =>
  (request, target) => {
    const { kind, namespace = "", name, subresource, verb } = target;
    if (kind.plural !== "serviceaccounts" || subresource !== "token" || verb !== "create") return undefined;
    return (async () => {
      const account = registry.get({ kind, namespace, name }).object();
      const sent = readBody(request.body, request.headers["content-type"]) as KubeObject;
      const spec = (sent["spec"] ?? {}) as TokenSpec;
      const { audiences = [], expirationSeconds = hour, boundObjectRef } = spec;
      if (expirationSeconds < shortest || expirationSeconds > longest)
        throw new ApiStatus(
          "Invalid",
          `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${expirationSeconds}: may not specify a duration ${expirationSeconds < shortest ? "less than 10 minutes" : "larger than 2^32 seconds"}`,
        );
      const bound = boundObjectRef === undefined ? undefined : boundUid(kinds, registry, namespace, boundObjectRef);
      const { token, expires } = await tokens.issue({
        namespace,
        name,
        uid: account.metadata.uid,
        audiences,
        expirationSeconds,
        ...(bound === undefined ? {} : { boundTo: bound }),
      });
      return json(201, {
        kind: "TokenRequest",
        apiVersion: "authentication.k8s.io/v1",
        metadata: { name, namespace, creationTimestamp: null },
        spec: { ...spec, audiences, expirationSeconds },
        status: { token, expirationTimestamp: `${new Date(expires).toISOString().slice(0, 19)}Z` },
      });
    })();
  };

function boundUid(
  kinds: Kinds,
  registry: Registry,
  namespace: string,
  { kind, name = "", uid }: NonNullable<TokenSpec["boundObjectRef"]>,
): { kind: "Pod" | "Secret" | "Node"; name: string; uid: string } {
  if (kind !== "Pod" && kind !== "Secret" && kind !== "Node")
    throw new ApiStatus("BadRequest", `cannot bind token for serviceaccount to object of type ${kind}`);
  const of = kinds.find("", "v1", `${kind.toLowerCase()}s`);
  if (of === undefined) throw new ApiStatus("NotFound", `there is no kind ${kind}`);
  const found = registry.get({ kind: of, name, ...(of.namespaced ? { namespace } : {}) }).object();
  if (uid !== undefined && uid !== "" && uid !== found.metadata.uid)
    throw new ApiStatus(
      "Conflict",
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  return { kind, name, uid: found.metadata.uid };
}
