import type { ServiceAccountTokens } from "../access/service-account-tokens.ts";
import type { KubeObject } from "../objects/object.ts";
import { parsed } from "../objects/parsed.ts";
import type { Store } from "../store/store.ts";

/** What a pod refers to is not there: it cannot start yet. */
export class MissingReference extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MissingReference";
  }
}

/** Config maps, secrets, accounts and services as the pods of a node see them. */
export interface PodObjects {
  /** @throws MissingReference unless it may be missing. */
  configMap(namespace: string, name: string, optional?: boolean): ReadonlyMap<string, Uint8Array>;
  secret(namespace: string, name: string, optional?: boolean): ReadonlyMap<string, Uint8Array>;
  services(namespace: string): readonly KubeObject[];
  /** A token of a pod's account, bound to it. */
  token(pod: KubeObject, audience: string | undefined, expirationSeconds: number): Promise<string>;
}

export function podObjects(store: Store, tokens: ServiceAccountTokens): PodObjects {
  const read = (resource: string, kind: string, namespace: string, name: string, optional = false) => {
    const entry = store.get(resource, `${namespace}/${name}`);
    if (entry !== undefined) return parsed(entry.text);
    if (optional) return undefined;
    throw new MissingReference(`${kind} ${JSON.stringify(name)} not found`);
  };
  return {
    configMap: (namespace, name, optional) => {
      const found = read("/configmaps", "configmap", namespace, name, optional);
      return new Map([
        ...Object.entries((found?.["data"] ?? {}) as Record<string, string>).map(
          ([key, text]) => [key, Buffer.from(text)] as const,
        ),
        ...base64(found?.["binaryData"]),
      ]);
    },
    secret: (namespace, name, optional) =>
      new Map(base64(read("/secrets", "secret", namespace, name, optional)?.["data"])),
    services: (namespace) => [...store.list("/services", { prefix: `${namespace}/` })].map(({ text }) => parsed(text)),
    token: async (pod, audience, expirationSeconds) => {
      const { namespace = "", name, uid } = pod.metadata;
      const { serviceAccountName = "default" } = pod["spec"] as { serviceAccountName?: string };
      const account = read("/serviceaccounts", "serviceaccount", namespace, serviceAccountName) as KubeObject;
      const { token } = await tokens.issue({
        namespace,
        name: serviceAccountName,
        uid: account.metadata.uid,
        audiences: audience === undefined || audience === "" ? [] : [audience],
        expirationSeconds,
        boundTo: { kind: "Pod", name, uid },
      });
      return token;
    },
  };
}

const base64 = (data: unknown): [string, Uint8Array][] =>
  Object.entries((data ?? {}) as Record<string, string>).map(([key, text]) => [key, Buffer.from(text, "base64")]);
