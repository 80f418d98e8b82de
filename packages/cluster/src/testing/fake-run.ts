import type { ClusterDocument, OperationProgress } from "@aro/api";
import { silentLog } from "@aro/telemetry";
import type { OperationRun } from "../run.ts";
import { sampleSubscription } from "./sample-cluster.ts";

/** A run in memory. */
export interface FakeRun extends OperationRun {
  document: ClusterDocument;
  applied: string[];
  pollers: Record<string, string>;
  leftBehind: Record<string, string>;
  progress: OperationProgress | undefined;
}

/** A run of one operation on `document`. Documents are frozen: who changes one in place fails. */
export function fakeRun(document: ClusterDocument, options: { features?: string[] } = {}): FakeRun {
  const subscription = sampleSubscription();
  const registeredFeatures = (options.features ?? []).map((name) => ({ name, state: "Registered" }));
  const run: FakeRun = {
    operationId: "operation-1",
    log: silentLog,
    subscription: {
      ...subscription,
      subscription: {
        ...subscription.subscription,
        properties: { ...subscription.subscription.properties, registeredFeatures },
      },
    },
    document: frozen(document),
    applied: [],
    pollers: {},
    leftBehind: {},
    progress: undefined,
    memory: new Map(),
    cluster: () => run.document,
    patch: async (change) => {
      run.document = frozen(structuredClone(change(run.document)));
    },
    markApplied: async (pointers) => void run.applied.push(...pointers),
    poller: (name) => run.pollers[name],
    rememberPoller: async (name, address) => {
      if (address === undefined) delete run.pollers[name];
      else run.pollers[name] = address;
    },
  };
  return run;
}

function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}
