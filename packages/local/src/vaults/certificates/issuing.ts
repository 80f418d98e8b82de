import { type Doc, record } from "../../documents/document.ts";
import { ConnectionDropped, type WallResponse } from "../../wall/wall.ts";
import type { VaultDeps } from "../call.ts";
import { conflict, refuseIfDeleted } from "../lives.ts";
import { freshVersion } from "../object-names.ts";
import { badParameter } from "../refusal.ts";
import type { Vault } from "../vault.ts";
import type { Order } from "./authority.ts";
import { certificateRequestOf } from "./csr.ts";
import { authorityOf } from "./issuers.ts";
import { keyForPolicy } from "./keys.ts";
import { certificateSettings, type Pending } from "./pending.ts";
import { completePolicy, issuerOf, leafOf } from "./policy.ts";
import { storeVersion } from "./store-version.ts";

/** How long authorities take: the vault's own, and others. */
const takes = { Self: [1_000, 5_000], other: [8_000, 30_000] } as const;
/** After an authority was busy, or failed with {@link canRetry}, it is asked again. */
const retryMs = 20_000;
/** Words by which an authority says that its failure is not its last word (spec 03 §10.4). */
const canRetry = "[Status:FailedCanRetry]";

/** How long a call waits for an order that is due. */
const patienceMs = 100;

const encoder = new TextEncoder();

/** What a caller orders. */
export interface Wanted {
  name: string;
  policy: Doc;
  attributes: Doc;
  tags: Doc;
}

/** Orders a certificate: makes its key, and waits for the authority. @throws VaultRefusal */
export async function orderCertificate(vault: Vault, wanted: Wanted, now: number, deps: VaultDeps): Promise<Pending> {
  const { objects, chance, timing, random } = deps;
  const settings = certificateSettings(objects, vault);
  const refuse = () => {
    refuseIfDeleted(vault, "certificates", wanted.name, now, objects);
    if (settings.pending(wanted.name)?.status === "inProgress")
      throw conflict(
        `A new version of certificate ${wanted.name} is already being made; wait for it, or cancel and delete the pending operation.`,
        "PendingCertificate",
      );
    const other = (["keys", "secrets"] as const).find((kind) => {
      const place = { instance: vault.instance, kind };
      return (
        objects.latest(place, wanted.name) !== undefined && objects.latest(place, wanted.name)?.body["managed"] !== true
      );
    });
    if (other !== undefined)
      throw conflict(`A certificate named ${wanted.name} cannot be made, since one of the ${other} has this name.`);
  };
  refuse();
  const policy = completePolicy(wanted.policy, settings.policy(wanted.name), now);
  const issuer = issuerOf(policy);
  const authority = authorityOf(vault, issuer, objects);
  if (authority === undefined)
    throw badParameter(`Issuer not found: the vault knows no certificate issuer '${issuer}'.`);
  const former = objects.latest({ instance: vault.instance, kind: "keys" }, wanted.name);
  const reused = record(policy["key_props"])["reuse_key"] === true ? former?.body["key"] : undefined;
  const key = typeof reused === "string" ? reused : await keyForPolicy(policy);
  const csr = await certificateRequestOf(leafOf(policy, now), key);
  const [least, most] = authority === "Self" ? takes.Self : takes.other;
  const pending: Pending = {
    name: wanted.name,
    requestId: random.uuid().replaceAll("-", ""),
    version: freshVersion(deps),
    status: "inProgress",
    issuer,
    ...(authority === "Unknown"
      ? {}
      : { dueAt: now + Math.round((least + chance.integer(most - least)) / timing.scale) }),
    key,
    csr,
    policy,
    attributes: wanted.attributes,
    tags: wanted.tags,
    cancellationRequested: false,
    createdAt: now,
  };
  return objects.transaction(() => {
    // Making a key took a while: who came meanwhile was first.
    refuse();
    settings.setPolicy(wanted.name, policy);
    settings.setPending(wanted.name, pending);
    return pending;
  });
}

/** Carries out what is due in a vault: orders whose authority has worked long enough, and renewals. */
export async function settleOrders(vault: Vault, now: number, deps: VaultDeps): Promise<void> {
  const settings = certificateSettings(deps.objects, vault);
  for (const { name, at } of settings.renewals()) {
    const pending = settings.pending(name);
    const held = deps.objects.deletion({ instance: vault.instance, kind: "certificates" }, name) !== undefined;
    if (at > now || held || pending?.status === "inProgress") continue;
    const policy = settings.policy(name);
    if (policy !== undefined)
      await orderCertificate(vault, { name, policy, attributes: {}, tags: pending?.tags ?? {} }, now, deps);
  }
  for (const pending of settings.allPending()) {
    const waits = pending.status === "inProgress" || (pending.status === "failed" && pending.dueAt !== undefined);
    if (!waits || pending.dueAt === undefined || pending.dueAt > now) continue;
    const place = `${vault.instance} ${pending.name}`;
    const running = deps.orders.get(place) ?? begin(place, carryOut(vault, pending, now, deps), deps);
    // An authority that is slow holds up nobody but its order.
    await Promise.race([running, deps.clock.sleep(patienceMs)]);
  }
}

function begin(place: string, work: Promise<void>, { orders, log }: VaultDeps): Promise<void> {
  const running = work
    .catch((error: unknown) => log.error("vault.order.failed", { place, error }))
    .finally(() => orders.delete(place));
  orders.set(place, running);
  return running;
}

async function carryOut(vault: Vault, pending: Pending, now: number, deps: VaultDeps): Promise<void> {
  const { objects } = deps;
  const settings = certificateSettings(objects, vault);
  const save = (next: Pending) =>
    objects.transaction(() => {
      if (settings.pending(pending.name)?.requestId === pending.requestId) settings.setPending(pending.name, next);
    });
  if (pending.cancellationRequested) {
    const { dueAt: _, key: __, ...rest } = pending;
    save({
      ...rest,
      status: "cancelled",
      error: { code: "CancelledByUser", message: "The certificate operation was cancelled." },
    });
    return;
  }
  const answer = await ask(vault, pending, now, deps);
  const again = now + Math.round(retryMs / deps.timing.scale);
  if (answer === undefined || answer.status >= 500 || answer.status === 429) return save({ ...pending, dueAt: again });
  const body = JSON.parse(new TextDecoder().decode(answer.body)) as {
    chain?: string[];
    error?: { code: string; message: string };
  };
  if (answer.status >= 300 || body.chain === undefined) {
    const error = body.error ?? { code: "Failed", message: `The issuer answered ${answer.status}.` };
    const { dueAt: _, ...rest } = pending;
    return save({ ...rest, status: "failed", error, ...(error.message.includes(canRetry) ? { dueAt: again } : {}) });
  }
  finish(vault, pending, body.chain, now, deps);
}

/** Writes what was signed, and ends the order, all or nothing. */
export function finish(
  vault: Vault,
  pending: Pending,
  chain: readonly string[],
  now: number,
  { objects }: VaultDeps,
): void {
  const settings = certificateSettings(objects, vault);
  objects.transaction(() => {
    if (settings.pending(pending.name)?.requestId !== pending.requestId) return;
    storeVersion(vault, objects, { ...pending, chain, key: pending.key ?? "" }, now);
    const { key: _, dueAt: __, error: ___, ...rest } = pending;
    settings.setPending(pending.name, { ...rest, status: "completed" });
  });
}

/** Sends the order; undefined when no answer came. */
async function ask(
  vault: Vault,
  { name, issuer, policy, key = "" }: Pending,
  now: number,
  { authorities, objects }: VaultDeps,
): Promise<WallResponse | undefined> {
  const authority = authorityOf(vault, issuer, objects) ?? issuer;
  const order: Order = { leaf: leafOf(policy, now), key };
  const path = ["issuers", authority, "certificates", vault.name, name].map(encodeURIComponent).join("/");
  try {
    return await authorities({
      method: "POST",
      url: new URL(`https://authority.test/${path}`),
      headers: { "content-type": "application/json" },
      body: encoder.encode(JSON.stringify(order)),
      signal: new AbortController().signal,
    });
  } catch (error) {
    if (error instanceof ConnectionDropped) return undefined;
    throw error;
  }
}
