import type { Identity } from "@aro/pki";

/** What a cluster's listeners serve; operators change it when the cluster's configuration says so. */
export interface ServingCertificates {
  /** What the ingress serves to whoever asks for one of its names; undefined before it has any. */
  forApps(name: string): Identity | undefined;
  setApps(identity: Identity): void;
  /** Of the API server, for names without one of their own. */
  readonly usual: Identity;
  /** The API server's certificate for a name that a client asks for; undefined: the usual one. */
  forApi(name: string): Identity | undefined;
  /** Serves this at all names of the API server, whatever else there is; undefined: as before. */
  overrideApi(identity: Identity | undefined): void;
  /** Replaces what the API server serves at names of their own. */
  setApi(named: readonly { names: readonly string[]; identity: Identity }[]): void;
}

/** A certificate's name covers a host: equal, or a wildcard of its first label. */
const covers = (pattern: string, host: string): boolean =>
  pattern === host || (pattern.startsWith("*.") && host.slice(host.indexOf(".") + 1) === pattern.slice(2));

/** `domain` is the ingress's: `apps.DOMAIN`. */
export function openServingCertificates(usual: Identity, domain: string): ServingCertificates {
  let apps: Identity | undefined;
  let override: Identity | undefined;
  let api: readonly { names: readonly string[]; identity: Identity }[] = [];
  return {
    usual,
    forApps: (name) => (name.endsWith(`.${domain}`) ? apps : undefined),
    setApps: (identity) => {
      if (apps?.certificate !== identity.certificate) apps = identity;
    },
    overrideApi: (identity) => {
      override = identity;
    },
    forApi: (name) => override ?? api.find(({ names }) => names.some((one) => covers(one, name)))?.identity,
    setApi: (named) => {
      // Contexts of TLS are kept by identity: the same certificate stays the same object.
      if (JSON.stringify(named) !== JSON.stringify(api)) api = named;
    },
  };
}
