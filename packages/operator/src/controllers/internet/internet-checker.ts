import { isOn } from "@aro/operator-objects";
import { readCluster } from "../../cluster/cluster-object.ts";
import { type NamedCondition, reportNamed } from "../../cluster/named-condition.ts";
import type { Controller, OperatorContext } from "../../runtime/controller.ts";
import { clusterChange } from "../../runtime/watches.ts";

const hour = 3_600_000;
const attempts = 6;
/** Of one attempt: a minute is shared out among them. */
const attemptMilliseconds = 10_000;

/** Tells whether the cluster reaches what it needs outside (spec 04 §§6.4, 6.5). */
export const internetChecker: Controller = {
  name: "InternetChecker",
  watches: [clusterChange],
  reconcile: async (context, _key, signal) => {
    const type: NamedCondition =
      context.role === "master" ? "InternetReachableFromMaster" : "InternetReachableFromWorker";
    const { spec } = await readCluster(context, signal);
    if (!isOn(spec.operatorflags, "aro.checker.enabled")) {
      await reportNamed(context, { type, status: "Unknown" }, signal);
      return {};
    }
    const failure = await check(context, spec.internetChecker?.urls ?? [], signal);
    signal.throwIfAborted();
    await reportNamed(
      context,
      failure === undefined
        ? { type, status: "True", reason: "CheckDone", message: "Outgoing connection successful" }
        : { type, status: "False", reason: "CheckFailed", message: failure.message },
      signal,
    );
    if (failure !== undefined) throw failure;
    return { againAfterMilliseconds: hour };
  },
};

/** Asks all addresses at once; what did not answer, each on a line, as they came to an end. */
async function check(
  context: OperatorContext,
  urls: readonly string[],
  signal: AbortSignal,
): Promise<Error | undefined> {
  const failures: Error[] = [];
  await Promise.all(
    urls.map(async (url) => {
      const failure = await ask(context, url, signal);
      if (failure !== undefined) failures.push(failure);
    }),
  );
  if (failures.length === 0) return undefined;
  return new Error(failures.map(({ message }) => message).join("\n"), { cause: new AggregateError(failures) });
}

/** Up to six attempts; one that fails early waits for its time to be over, so that nobody is hammered. Answers the last failure. */
async function ask({ reach, clock }: OperatorContext, url: string, signal: AbortSignal): Promise<Error | undefined> {
  if (!URL.canParse(url)) return new Error(`parse ${JSON.stringify(url)}: invalid URL`);
  let last: Error | undefined;
  for (let attempt = 0; attempt < attempts && !signal.aborted; attempt++) {
    const begun = clock.monotonic();
    const budget = new AbortController();
    using _ = clock.timer(attemptMilliseconds, () =>
      budget.abort(new Error(`no answer within ${attemptMilliseconds / 1000} s`)),
    );
    try {
      await reach(url, AbortSignal.any([signal, budget.signal]));
      return undefined;
    } catch (error) {
      last = new Error(`${url}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    const left = attemptMilliseconds - (clock.monotonic() - begun);
    if (left > 0) await clock.sleep(left, signal).catch(() => undefined);
  }
  return last;
}
