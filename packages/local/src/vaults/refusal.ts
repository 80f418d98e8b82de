import { json } from "../wall/answers.ts";
import type { WallResponse } from "../wall/wall.ts";

/** A call that the vault refuses: an expected outcome, thrown out of the depth of a transaction and answered by the wall. */
export class VaultRefusal extends Error {
  readonly status: number;
  readonly code: string;
  /** The closer reason, `innererror.code`. */
  readonly inner: string | undefined;

  constructor(status: number, code: string, message: string, inner?: string) {
    super(message);
    this.name = "VaultRefusal";
    this.status = status;
    this.code = code;
    this.inner = inner;
  }
}

/** The refusal as Key Vault writes it. */
export const refusalAnswer = ({ status, code, message, inner }: VaultRefusal): WallResponse =>
  json(status, {
    error: { code, message, ...(inner === undefined ? {} : { innererror: { code: inner } }) },
  });

/** 400, the shape of most refusals. */
export const badParameter = (message: string): VaultRefusal => new VaultRefusal(400, "BadParameter", message);

const kindNames = { secrets: "secret", keys: "key", certificates: "certificate" } as const;
const notFoundCodes = { secrets: "SecretNotFound", keys: "KeyNotFound", certificates: "CertificateNotFound" } as const;

/** 404 of an object that is not there, or not any more. */
export function notFound(kind: keyof typeof kindNames, name: string, version?: string): VaultRefusal {
  const id = version === undefined || version === "" ? name : `${name}/${version}`;
  const one = kindNames[kind];
  return new VaultRefusal(
    404,
    notFoundCodes[kind],
    `A ${one} with (name/id) ${id} was not found in this key vault. If you recently deleted this ${one} you may be able to recover it using the correct recovery command. For help resolving this issue, please see https://go.microsoft.com/fwlink/?linkid=2125182`,
  );
}

/** 404 of an object that is not among the deleted ones. */
export const notDeleted = (kind: keyof typeof kindNames, name: string): VaultRefusal =>
  new VaultRefusal(404, notFoundCodes[kind], `Deleted ${title(kind)} not found: ${name}`);

/** `Secret`, `Key`, `Certificate`. */
export const title = (kind: keyof typeof kindNames): string => {
  const one = kindNames[kind];
  return one.charAt(0).toUpperCase() + one.slice(1);
};

/** 403 of an object that is switched off. */
export const disabled = (kind: keyof typeof kindNames, operation: string): VaultRefusal =>
  new VaultRefusal(
    403,
    "Forbidden",
    `Operation ${operation} is not allowed on a disabled ${kindNames[kind]}.`,
    `${title(kind)}Disabled`,
  );
