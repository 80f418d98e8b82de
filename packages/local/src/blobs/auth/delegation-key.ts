import { createHmac } from "node:crypto";
import type { Account } from "../account.ts";

/** What a user delegation key says of itself. */
export interface DelegationKeyFields {
  objectId: string;
  tenantId: string;
  start: string;
  expiry: string;
  service: string;
  version: string;
}

/** A secret of an account from which its delegation keys are made. */
export type DelegationSecret = (account: Account) => Buffer;

/** The value of a user delegation key, base64. It is made out of what it says, so that none has to be kept. */
export const delegationKey = (secret: Buffer, fields: DelegationKeyFields): string =>
  createHmac("sha256", secret)
    .update(
      [
        fields.objectId.toLowerCase(),
        fields.tenantId.toLowerCase(),
        fields.start,
        fields.expiry,
        fields.service,
        fields.version,
      ].join("\n"),
    )
    .digest("base64");
