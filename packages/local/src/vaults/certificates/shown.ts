import { type Doc, record } from "../../documents/document.ts";
import { shownAttributes } from "../attributes.ts";
import type { VaultCall, VaultDeps } from "../call.ts";
import { idOf } from "../object-names.ts";
import type { ObjectVersion } from "../objects.ts";
import { certificateSettings, type Pending } from "./pending.ts";

const kind = "certificates";

/** What lists show of a certificate. */
export const certificateItem = (
  call: VaultCall,
  { name, version, body }: ObjectVersion,
  withVersion: boolean,
): Doc => ({
  id: idOf(call, kind, name, withVersion ? version : undefined),
  ...(body["x5t"] === undefined ? {} : { x5t: body["x5t"] }),
  ...(body["subject"] === undefined ? {} : { subject: body["subject"] }),
  attributes: shownAttributes(call.vault, body),
  tags: record(body["tags"]),
});

/** A policy as it is shown. */
export const shownPolicy = ({ request }: VaultCall, name: string, policy: Doc): Doc => ({
  id: `${request.url.origin}/certificates/${name}/policy`,
  ...policy,
});

/** A certificate with all that belongs to it. One that nobody has signed yet has no bytes. */
export function certificateBundle(call: VaultCall, one: ObjectVersion, { objects }: VaultDeps): Doc {
  const { name, version, body } = one;
  const settings = certificateSettings(objects, call.vault);
  const policy = settings.policy(name);
  const pending = settings.pending(name);
  const cer = body["cer"];
  return {
    ...certificateItem(call, one, true),
    ...(cer === undefined
      ? {}
      : { kid: idOf(call, "keys", name, version), sid: idOf(call, "secrets", name, version), cer }),
    ...(policy === undefined ? {} : { policy: shownPolicy(call, name, policy) }),
    ...(pending === undefined ? {} : { pending: { id: pendingId(call, name) } }),
  };
}

const pendingId = ({ request }: VaultCall, name: string): string =>
  `${request.url.origin}/certificates/${name}/pending`;

const details: Readonly<Record<Pending["status"], string>> = {
  inProgress:
    "Pending certificate created. Certificate request is in progress. This may take some time based on the issuer provider. Please check again later.",
  completed: "",
  failed: "The certificate request failed.",
  cancelled: "The certificate request was cancelled.",
};

/** An order as it is shown. */
export const shownPending = (call: VaultCall, pending: Pending): Doc => ({
  id: pendingId(call, pending.name),
  issuer: { name: pending.issuer },
  csr: pending.csr,
  cancellation_requested: pending.cancellationRequested,
  status: pending.status,
  ...(details[pending.status] === "" ? {} : { status_details: details[pending.status] }),
  ...(pending.error === undefined ? {} : { error: { ...pending.error } }),
  ...(pending.status === "completed" ? { target: `${call.request.url.origin}/certificates/${pending.name}` } : {}),
  request_id: pending.requestId,
});

/** What stands under a name that has no signed version yet. */
export const unsigned = ({ name, version, attributes, tags, createdAt }: Pending): ObjectVersion => ({
  name,
  version,
  body: {
    attributes: {
      ...attributes,
      enabled: false,
      created: Math.floor(createdAt / 1000),
      updated: Math.floor(createdAt / 1000),
    },
    tags,
  },
});
