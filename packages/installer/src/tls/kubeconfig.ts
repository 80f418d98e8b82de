import type { Identity } from "@aro/pki";

/** A kubeconfig as JSON; what `clientcmd` of Kubernetes calls a v1 Config. */
export type Kubeconfig = {
  apiVersion: "v1";
  kind: "Config";
  preferences: Record<string, never>;
  clusters: { name: string; cluster: { server: string; "certificate-authority-data": string } }[];
  users: { name: string; user: { "client-certificate-data": string; "client-key-data": string } }[];
  contexts: { name: string; context: { cluster: string; user: string } }[];
  "current-context": string;
};

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with one cluster and one user, who signs in with a certificate. */
export function kubeconfig(options: {
  /** Name of the cluster. */
  cluster: string;
  user: string;
  server: string;
  /** PEM of the authorities that are trusted. */
  authorities: string;
  identity: Identity;
}): Kubeconfig {
  const { cluster, user, server, authorities, identity } = options;
  return {
    apiVersion: "v1",
    kind: "Config",
    preferences: {},
    clusters: [{ name: cluster, cluster: { server, "certificate-authority-data": base64(authorities) } }],
    users: [
      {
        name: user,
        user: { "client-certificate-data": base64(identity.certificate), "client-key-data": base64(identity.key) },
      },
    ],
    contexts: [{ name: user, context: { cluster, user } }],
    "current-context": user,
  };
}
