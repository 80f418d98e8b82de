import type { Identity } from "@aro/pki";

/** What a cluster's listeners serve; operators change it when the cluster's configuration says so. */
export interface ServingCertificates {
  /** Of the API server, for names without one of their own. */
  readonly usual: Identity;
  /** The API server's certificate for a name that a client asks for; undefined: the usual one. */
  forApi(name: string): Identity | undefined;
  /** Replaces what the API server serves at names of their own. */
  setApi(named: readonly { names: readonly string[]; identity: Identity }[]): void;
}

/** A certificate's name covers a host: equal, or a wildcard of its first label. */
export const covers = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith("*.") && host.slice(host.indexOf(".") + 1) === pattern.slice(2));

export function openServingCertificates(usual: Identity): ServingCertificates {
  let api: readonly { names: readonly string[]; identity: Identity }[] = [];
  return {
    usual,
    forApi: (name) => api.find(({ names }) => names.some((one) => covers(one, name)))?.identity,
    setApi: (named) => {
      // Contexts of TLS are kept by identity: the same certificate stays the same object.
      if (JSON.stringify(named) !== JSON.stringify(api)) api = named;
    },
  };
}
