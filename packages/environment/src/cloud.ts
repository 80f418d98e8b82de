import { type Cloud, cloudFromMetadata, type Durations, knownClouds } from "@aro/api";
import type { Clock } from "@aro/runtime";
import type { Log } from "@aro/telemetry";

/**
 * The cloud of that name; for an address, what the ARM there says about itself (asked again until it answers, because a service may start
 * before its cloud does).
 * @throws the signal's reason when it is aborted first.
 */
export async function resolveCloud(
  name: string,
  deps: { fetch: typeof fetch; clock: Clock; log: Log; durations: Durations; signal: AbortSignal },
): Promise<Cloud> {
  const known = knownClouds[name];
  if (known !== undefined) return known;
  const url = `${name}/metadata/endpoints?api-version=2022-09-01`;
  for (;;) {
    deps.signal.throwIfAborted();
    try {
      const answer = await deps.fetch(url, {
        redirect: "error",
        signal: AbortSignal.any([deps.signal, AbortSignal.timeout(deps.durations.dependencyDeadline)]),
      });
      if (answer.status !== 200) throw new Error(`${url} answered with status ${answer.status}`);
      return cloudFromMetadata(name, await answer.json());
    } catch (error) {
      deps.signal.throwIfAborted();
      deps.log.warn("cloud.metadata_not_read", { url, error });
    }
    await deps.clock.sleep(deps.durations.conditionPoll, deps.signal);
  }
}
