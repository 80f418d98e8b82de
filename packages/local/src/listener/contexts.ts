import { createSecureContext, type SecureContext } from "node:tls";
import type { Identity } from "@aro/pki";
import type { Log } from "@aro/telemetry";

/** Who a server is to callers who ask for this name; undefined: who it is to everybody. */
export type IdentityFor = (serverName: string) => Promise<Identity | undefined>;

/** TLS contexts by server name, each made once for as long as its identity is the same. */
export function contexts(identityFor: IdentityFor, log: Log) {
  const known = new WeakMap<Identity, SecureContext>();
  const contextFor = async (serverName: string): Promise<SecureContext | undefined> => {
    const identity = await identityFor(serverName.toLowerCase());
    if (identity === undefined) return undefined;
    const context = known.get(identity) ?? createSecureContext({ cert: identity.certificate, key: identity.key });
    known.set(identity, context);
    return context;
  };
  return (serverName: string, done: (error: Error | null, context?: SecureContext) => void): void => {
    contextFor(serverName).then(
      (context) => (context === undefined ? done(null) : done(null, context)),
      (error: unknown) => {
        log.error("listener.certificate", { serverName, error });
        done(error instanceof Error ? error : new Error(String(error)));
      },
    );
  };
}
