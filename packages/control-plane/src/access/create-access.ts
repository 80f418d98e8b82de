import type { Clock } from "@aro/runtime";
import { type AccessControl, type Attributes, anonymous, type Decision, type User } from "./access.ts";
import { certificateUsers } from "./certificate.ts";
import type { RoleRules } from "./rbac.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";

export interface AccessDeps {
  roles: RoleRules;
  tokens: ServiceAccountTokens;
  /** Other kinds of bearer tokens: a cluster's own log-in. */
  others?: readonly ((token: string) => Promise<User | undefined>)[];
  /** By which certificates expire. */
  clock: Clock;
}

/** Paths that everybody may read, as the cluster's first roles allow. */
const open = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

/** Access control by certificates, tokens and RBAC. */
export function createAccess({ roles, tokens, others = [], clock }: AccessDeps): AccessControl {
  const byCertificate = certificateUsers();
  const byToken = async (token: string): Promise<User | undefined> => {
    const account = await tokens.user(token);
    if (account !== undefined) return account.user;
    for (const other of others) {
      const user = await other(token);
      if (user !== undefined) return user;
    }
    return undefined;
  };
  return {
    authenticate: async ({ authorization, certificate, untrusted }) => {
      const bearer = certificate === undefined ? undefined : byCertificate(certificate, clock.now());
      if (bearer !== undefined) return bearer;
      // Who shows a certificate that does not count is not nobody: he is refused.
      if (authorization === undefined) return certificate === undefined && !untrusted ? anonymous : undefined;
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      return token === undefined ? undefined : byToken(token);
    },
    authorize: (user, attributes) => masters(user) ?? openPath(attributes) ?? roles.authorize(user, attributes),
  };
}

const masters = ({ groups }: User): Decision | undefined =>
  groups.includes("system:masters") ? { allowed: true, reason: "" } : undefined;
const openPath = (attributes: Attributes): Decision | undefined =>
  attributes.kind === "path" &&
  attributes.verb === "get" &&
  open.some((one) => attributes.path === one || attributes.path.startsWith(`${one}/`))
    ? { allowed: true, reason: "" }
    : undefined;
