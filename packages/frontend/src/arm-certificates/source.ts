import { timingSafeEqual } from "node:crypto";
import type { Durations } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Authoriser } from "../stages/index.ts";
import { within } from "../within.ts";
import { type ArmCertificate, isCurrent, parseMetadata } from "./metadata.ts";

/** The part of `fetch` that is used. */
export type Fetch = (url: string, init: { redirect: "error"; signal: AbortSignal }) => Promise<FetchAnswer>;

/** The part of its answer. */
export interface FetchAnswer {
  status: number;
  headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}

/** ARM's own client certificates, kept fresh. */
export interface ArmCertificates extends Authoriser, Disposable {
  /** Asks for them now. Resolves when the answer was taken or refused; never rejects. */
  refresh(): Promise<void>;
}

/** How long the last good answer makes the service ready (spec 01 §5 "Authenticate"). */
const trustedMilliseconds = 24 * 3_600_000;

/**
 * Fetches the certificates at once and then every hour; after a failure again in ten seconds, because the service is not ready meanwhile.
 * An answer that is no 200, no JSON, or holds no certificate that is valid now leaves the former set standing.
 */
export function armCertificates(deps: {
  /** `Cloud.armCertificateMetadata`, without a trailing slash. */
  endpoint: string;
  fetch: Fetch;
  clock: Clock;
  log: Log;
  durations: Pick<Durations, "certificateRefresh" | "conditionPoll" | "dependencyDeadline">;
}): ArmCertificates {
  const { clock, log, durations } = deps;
  const url = `${deps.endpoint}/metadata/authentication?api-version=2015-01-01`;
  const stopped = new AbortController();
  let known: readonly ArmCertificate[] = [];
  let refreshed = Number.NEGATIVE_INFINITY;

  const refresh = async (): Promise<boolean> => {
    try {
      const found = await within(
        clock,
        durations.dependencyDeadline,
        "ARM's metadata",
        ask(deps.fetch, url, stopped.signal),
      );
      const current = found.filter((certificate) => isCurrent(certificate, clock.now())).length;
      if (current === 0) throw new Error("the metadata holds no certificate that is valid now");
      known = found;
      refreshed = clock.now();
      log.info("arm_certificates.refreshed", { url, certificates: found.length, current });
      return true;
    } catch (err) {
      if (!stopped.signal.aborted) log.error("arm_certificates.refresh_failed", { url, err, kept: known.length });
      return false;
    }
  };

  const keepFresh = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const good = await refresh();
      await clock.sleep(good ? durations.certificateRefresh : durations.conditionPoll, stopped.signal);
    }
  };
  keepFresh().catch((err: unknown) => {
    if (!stopped.signal.aborted) log.error("arm_certificates.refresh_ended", { err });
  });

  const current = () => known.filter((certificate) => isCurrent(certificate, clock.now()));
  return {
    authorises: (certificate) => current().some((each) => sameBytes(each.certificate, certificate)),
    ready: () => clock.now() - refreshed < trustedMilliseconds && current().length > 0,
    refresh: async () => void (await refresh()),
    [Symbol.dispose]: () => stopped.abort(new Error("the source of ARM's certificates was stopped")),
  };
}

async function ask(fetch: Fetch, url: string, signal: AbortSignal): Promise<ArmCertificate[]> {
  // Redirects are refused: whoever could make the endpoint redirect would choose who is ARM.
  const answer = await fetch(url, { redirect: "error", signal });
  if (answer.status !== 200) throw new Error(`the metadata was answered with status ${answer.status}`);
  const type = answer.headers.get("content-type") ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type))
    throw new Error(`the metadata was answered as ${type || "nothing"}, not JSON`);
  return parseMetadata(await answer.json());
}

const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.byteLength === b.byteLength && timingSafeEqual(a, b);
