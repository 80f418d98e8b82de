import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { KubernetesClient, ObjectName } from "./client.ts";
import { kinds } from "./kinds.ts";
import type { KubernetesObject } from "./object.ts";

/** How a lease is kept, milliseconds. Who leads gives up after `renewWithin`, before the others take over after `lasts`. */
export interface LeaseTimes {
  /** Whole seconds. */
  lasts: number;
  renewWithin: number;
  /** Between two attempts to take or renew it. */
  attempts: number;
}

/** What Kubernetes' own components use. */
export const usualLeaseTimes: LeaseTimes = { lasts: 15_000, renewWithin: 10_000, attempts: 2_000 };

export interface ElectionOptions {
  client: KubernetesClient;
  lease: Required<ObjectName>;
  /** No two that run at the same time have the same. */
  identity: string;
  times?: LeaseTimes;
  clock: Clock;
  random: Random;
  log: Log;
}

/** The lease could not be renewed in time: somebody else may lead by now. The process ends and begins anew as a candidate. */
export class LeadershipLost extends Error {
  constructor(lease: string, renewWithin: number) {
    super(`the lease ${lease} could not be renewed within ${renewWithin} ms`);
    this.name = "LeadershipLost";
  }
}

interface LeaseSpec {
  holderIdentity?: string;
  leaseDurationSeconds?: number;
  acquireTime?: string;
  renewTime?: string;
  leaseTransitions?: number;
}

/**
 * Waits for the lease, then leads until the signal is aborted, and gives the lease back. Clocks of others are not believed: a lease has run out when
 * it was seen unchanged for as long as it lasts. @throws LeadershipLost; what `lead` throws.
 */
export async function leadWhileElected(
  options: ElectionOptions,
  lead: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { client, lease, identity, times = usualLeaseTimes, clock, random, log } = options;
  const title = `${lease.namespace}/${lease.name}`;
  let seen: { version: string; at: number } | undefined;

  const write = (held: KubernetesObject | undefined, spec: LeaseSpec, ends: AbortSignal) => {
    const { apiVersion, kind } = kinds.Lease;
    return held === undefined
      ? client.create(kinds.Lease, { apiVersion, kind, metadata: { ...lease }, spec }, ends)
      : client.update(kinds.Lease, { ...held, spec: { ...(held["spec"] as object), ...spec } }, ends);
  };
  /** Takes the lease or renews it; false while it is another's. @throws where it cannot be read or written, or was changed meanwhile. */
  const attempt = async (ends: AbortSignal): Promise<boolean> => {
    const held = await client.get(kinds.Lease, lease, ends);
    const now = clock.monotonic();
    const version = `${held?.metadata.uid} ${held?.metadata.resourceVersion}`;
    if (seen?.version !== version) seen = { version, at: now };
    const spec = (held?.["spec"] ?? {}) as LeaseSpec;
    const isOurs = spec.holderIdentity === identity;
    const lasts = (spec.leaseDurationSeconds ?? times.lasts / 1000) * 1000;
    if (!isOurs && spec.holderIdentity && now - seen.at < lasts) return false;
    const stamp = microTime(clock.now());
    const taken: LeaseSpec = isOurs
      ? {}
      : { acquireTime: stamp, leaseTransitions: held === undefined ? 0 : (spec.leaseTransitions ?? 0) + 1 };
    const leaseDurationSeconds = Math.max(1, Math.ceil(times.lasts / 1000));
    await write(held, { ...taken, holderIdentity: identity, leaseDurationSeconds, renewTime: stamp }, ends);
    return true;
  };
  const pause = () => clock.sleep(times.attempts * (1 + random.integer(200) / 1000), signal);

  const acquire = async (): Promise<void> => {
    for (let told = false; ; told = true) {
      try {
        if (await attempt(signal)) return;
        if (!told) log.info("leader.waiting", { lease: title });
      } catch (error) {
        signal.throwIfAborted();
        log.debug("leader.attempt.failed", { lease: title, error });
      }
      await pause();
    }
  };
  const renew = async (leading: AbortSignal): Promise<void> => {
    for (let last = clock.monotonic(); ; ) {
      await clock.sleep(times.attempts, leading);
      const late = new AbortController();
      // A call that gives no answer must not outlast the lease.
      using _ = clock.timer(Math.max(0, last + times.renewWithin - clock.monotonic()), () => late.abort());
      try {
        const begun = clock.monotonic();
        if (!(await attempt(AbortSignal.any([leading, late.signal])))) break;
        last = begun;
      } catch (error) {
        leading.throwIfAborted();
        log.warn("leader.renewal.failed", { lease: title, error });
        if (clock.monotonic() - last >= times.renewWithin) break;
      }
    }
    throw new LeadershipLost(title, times.renewWithin);
  };
  /** Whoever waits need not wait until it has run out. */
  const release = async (): Promise<void> => {
    try {
      const ends = AbortSignal.timeout(times.attempts);
      const held = await client.get(kinds.Lease, lease, ends);
      if (held === undefined || (held["spec"] as LeaseSpec).holderIdentity !== identity) return;
      await write(held, { holderIdentity: "", leaseDurationSeconds: 1, renewTime: microTime(clock.now()) }, ends);
    } catch (error) {
      log.warn("leader.release.failed", { lease: title, error });
    }
  };

  try {
    await acquire();
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  log.info("leader.elected", { lease: title, identity });
  const ended = new AbortController();
  const leading = AbortSignal.any([signal, ended.signal]);
  const led = lead(leading).finally(() => ended.abort());
  const renewed = renew(leading).catch((error: unknown) => {
    if (!leading.aborted) {
      ended.abort(error);
      throw error;
    }
  });
  const [one, other] = await Promise.allSettled([renewed, led]);
  if (one.status === "rejected") throw one.reason;
  // What it did is done, and nothing more is begun: the next one may.
  await release();
  if (other.status === "rejected" && !signal.aborted) throw other.reason;
}

/** RFC 3339 with microseconds, as leases carry it. */
const microTime = (milliseconds: number): string => new Date(milliseconds).toISOString().replace("Z", "000Z");
