/** What a data plane needs to know of a vault; ARM has the rest. */
export interface Vault {
  /** As ARM has it. */
  name: string;
  /** ARM id: the scope at which roles decide. */
  id: string;
  /** Tells this vault from a former one of the same name. */
  instance: string;
  location: string;
  /** Whether roles decide who may do what; otherwise the vault's own list does. */
  rbac: boolean;
  accessPolicies: readonly AccessPolicy[];
  /** Whether what is deleted can be recovered for a while. Vaults made since 2020 cannot do without. */
  softDelete: boolean;
  /** 7 to 90. */
  retentionDays: number;
  /** Whether nobody may purge what is deleted before its time. */
  purgeProtection: boolean;
}

/** Kinds of objects in a vault, as paths and policies name them. */
export type VaultKind = "secrets" | "keys" | "certificates";

/** What one principal may do, in the vault's own list. */
export interface AccessPolicy {
  objectId: string;
  permissions: Readonly<Partial<Record<VaultKind, readonly string[]>>>;
}

/** The vault of a name (any casing), as long as ARM has it. */
export type VaultOf = (name: string) => Vault | undefined;
