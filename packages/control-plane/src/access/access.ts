/** Who calls. */
export interface User {
  name: string;
  uid?: string;
  groups: readonly string[];
  extra?: Readonly<Record<string, readonly string[]>>;
}

/** What somebody wants to do. */
export type Attributes =
  | {
      kind: "resource";
      verb: string;
      group: string;
      version: string;
      resource: string;
      subresource?: string;
      namespace?: string;
      name?: string;
    }
  | { kind: "path"; verb: string; path: string };

export type Decision = { allowed: true; reason: string } | { allowed: false; reason: string };

/** What a request proves itself with. */
export interface Proof {
  /** `Authorization` header. */
  authorization?: string;
  /** The client's certificate as DER, when the TLS handshake brought one that its own authority may have signed. */
  certificate?: Uint8Array;
  /** There was a certificate, and no authority of ours stands behind it, or not any more. */
  untrusted?: boolean;
}

/** Who calls, and may they. */
export interface AccessControl {
  /** The caller; anonymous when there is no proof; undefined when the proof is not valid (401). */
  authenticate(proof: Proof): Promise<User | undefined>;
  /** RBAC over the stored roles and bindings; `system:masters` may do everything. */
  authorize(user: User, attributes: Attributes): Decision;
}

export const anonymous: User = { name: "system:anonymous", groups: ["system:unauthenticated"] };
