import type { Identity } from "@aro/pki";
import type { Clock, Random } from "@aro/runtime";
import type { FederatedCredential } from "./directory/credentials.ts";
import type { Directory } from "./directory.ts";
import type { Grants } from "./grants.ts";
import type { CloudNames } from "./well-known.ts";

/** What trust in another issuer's tokens says. */
export type FederatedTrust = Pick<FederatedCredential, "issuer" | "subject" | "audiences">;

/** What the token authority works with. */
export interface EntraDeps extends CloudNames {
  tenantId: string;
  signing: Identity;
  directory: Directory;
  /** Codes, refresh tokens, sessions. */
  grants: Grants;
  /** Federated credentials of a managed identity by its client id: they are ARM's resources, not the directory's. */
  federatedCredentialsOf(clientId: string): readonly FederatedTrust[] | Promise<readonly FederatedTrust[]>;
  /** Reads a JSON document of an issuer; undefined when it cannot be had. Issuers inside the cloud only. */
  readIssuer(url: URL): Promise<unknown>;
  clock: Clock;
  random: Random;
}
