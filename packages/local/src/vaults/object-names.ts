import type { Doc } from "../documents/document.ts";
import { secondsOf } from "./attributes.ts";
import type { VaultCall, VaultDeps } from "./call.ts";
import type { Deletion, ObjectVersion } from "./objects.ts";
import { badParameter, notFound } from "./refusal.ts";
import type { VaultKind } from "./vault.ts";

/** A version as Key Vault makes them: 32 hexadecimal digits. */
export const freshVersion = ({ random }: Pick<VaultDeps, "random">): string =>
  Buffer.from(random.bytes(16)).toString("hex");

/** The id of an object, or of one version: its address in the vault that was dialled. */
export const idOf = ({ request }: VaultCall, kind: string, name: string, version?: string): string =>
  `${request.url.origin}/${kind}/${name}${version === undefined ? "" : `/${version}`}`;

/** @throws VaultRefusal when no object can be named so. */
export function checkName(name: string): void {
  if (!/^[0-9a-zA-Z-]{1,127}$/.test(name)) throw badParameter(`The request URI contains an invalid name: ${name}`);
}

/** The version that a call names, or the newest; deleted ones are not there. @throws VaultRefusal */
export function here({ vault, parameters }: VaultCall, kind: VaultKind, { objects }: VaultDeps): ObjectVersion {
  const { name = "", version = "" } = parameters;
  const place = { instance: vault.instance, kind };
  const found =
    objects.deletion(place, name) !== undefined
      ? undefined
      : version === ""
        ? objects.latest(place, name)
        : objects.version(place, name, version);
  if (found === undefined) throw notFound(kind, name, version);
  return found;
}

/** A deleted object: what it was, where it is recovered from, and until when; without soft delete, what it was. */
export const deletedBundle = (call: VaultCall, kind: VaultKind, was: Doc, name: string, deletion: Deletion): Doc =>
  call.vault.softDelete
    ? {
        recoveryId: idOf(call, `deleted${kind}`, name),
        deletedDate: secondsOf(deletion.deletedAt),
        scheduledPurgeDate: secondsOf(deletion.purgeAt),
        ...was,
      }
    : was;
