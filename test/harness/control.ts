import { systemClock } from "@aro/runtime";
import type { Wire, WireAnswer } from "./https.ts";

/** A fault as the emulator's control API takes it (packages/local, faults/fault.ts). */
export interface FaultOrder {
  match: Readonly<Record<string, string>>;
  do: { kind: string } & Readonly<Record<string, unknown>>;
  skip?: number;
  count?: number | "always";
}

/** How an armed fault stands. */
export interface ArmedFault extends FaultOrder {
  id: string;
  seen: number;
  struck: number;
}

/** A service principal with its secret. */
export interface Principal {
  appId: string;
  objectId: string;
  clientSecret: string;
}

/** The emulator's control API, over restarts of the emulator: what was asked is asked again until it answers. */
export interface Control {
  arm(order: FaultOrder): Promise<ArmedFault>;
  fault(id: string): Promise<ArmedFault>;
  /** All that are armed, spent ones included. */
  faults(): Promise<readonly ArmedFault[]>;
  /** Forgets one fault. */
  clear(id: string): Promise<void>;
  /** Resolves as soon as the fault has struck `times` times. @throws Error when it has not within the patience. */
  untilStruck(id: string, times?: number, patienceMilliseconds?: number): Promise<void>;
  /** Calls since the emulator started, by method, type and status. */
  calls(): Promise<Record<string, number>>;
  /** Makes a subscription that is registered with every provider a cluster needs, and waits until the service knows it. */
  makeSubscription(id: string): Promise<void>;
  /** Puts a subscription into a state of ARM's, and waits until the service knows it. */
  setSubscription(id: string, state: "Enabled" | "Warned" | "Disabled" | "Deleted"): Promise<void>;
  makePrincipal(displayName: string): Promise<Principal>;
  /** Object id of an application's service principal. */
  objectIdOf(appId: string): Promise<string>;
}

const namespaces = [
  "Microsoft.RedHatOpenShift",
  "Microsoft.Compute",
  "Microsoft.Network",
  "Microsoft.Storage",
  "Microsoft.Authorization",
  "Microsoft.ManagedIdentity",
  "Microsoft.KeyVault",
];
const patienceForEmulator = 30_000;
const pollMilliseconds = 15;

export function controlOf(wire: Wire, base: string, secret: () => string): Control {
  const call = async (method: string, path: string, body?: object): Promise<WireAnswer> => {
    const until = systemClock.monotonic() + patienceForEmulator;
    for (;;) {
      try {
        const answer = await wire.send({
          method,
          url: `${base}${path}`,
          headers: { authorization: `Bearer ${secret()}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        if (answer.status < 400 || answer.status === 404) return answer;
        throw new Refused(`${method} ${path}: ${answer.status} ${answer.text}`);
      } catch (error) {
        if (error instanceof Refused || systemClock.monotonic() > until) throw error;
        await systemClock.sleep(50);
      }
    }
  };
  const faults = async () => (await call("GET", "/_local/faults")).json as unknown as { faults: ArmedFault[] };
  const told = async (id: string) => {
    for (;;) {
      const { notificationsPending } = (await call("GET", "/_local/status")).json as unknown as {
        notificationsPending: string[];
      };
      if (!JSON.stringify(notificationsPending).includes(id)) return;
      await systemClock.sleep(pollMilliseconds);
    }
  };
  const control: Control = {
    arm: async (order) => (await call("POST", "/_local/faults", order)).json as unknown as ArmedFault,
    faults: async () => (await faults()).faults,
    fault: async (id) => {
      const found = (await faults()).faults.find((one) => one.id === id);
      if (found === undefined) throw new Error(`fault ${id} is not armed any more`);
      return found;
    },
    clear: async (id) => void (await call("DELETE", `/_local/faults/${id}`)),
    untilStruck: async (id, times = 1, patience = 60_000) => {
      const until = systemClock.monotonic() + patience;
      for (;;) {
        const fault = await control.fault(id);
        if (fault.struck >= times) return;
        if (systemClock.monotonic() > until)
          throw new Error(`the fault did not strike ${times} times within ${patience / 1000} s: ${faultText(fault)}`);
        await systemClock.sleep(pollMilliseconds);
      }
    },
    calls: async () =>
      ((await call("GET", "/_local/status")).json as unknown as { calls: Record<string, number> }).calls,
    makeSubscription: async (id) => {
      await call("PUT", `/_local/subscriptions/${id}`, { registered: namespaces });
      await told(id);
    },
    setSubscription: async (id, state) => {
      await call("PUT", `/_local/subscriptions/${id}`, { state });
      await told(id);
    },
    objectIdOf: async (appId) => {
      const { principals } = (await call("GET", "/_local/principals")).json as unknown as { principals: Principal[] };
      const found = principals.find((one) => one.appId === appId);
      if (found === undefined) throw new Error(`the emulator has no application ${appId}`);
      return found.objectId;
    },
    makePrincipal: async (displayName) => {
      const made = (await call("POST", "/_local/principals", { displayName })).json as unknown as {
        principals: Principal[];
      };
      const [principal] = made.principals;
      if (principal === undefined) throw new Error("the emulator made no service principal");
      return principal;
    },
  };
  return control;
}

class Refused extends Error {}

/** A fault in one line, for messages. */
export const faultText = ({ match, do: deed, seen, struck, skip, count }: ArmedFault): string =>
  `${JSON.stringify(deed)} on ${JSON.stringify(match)} skip ${skip ?? 0} count ${count ?? 1}: matched ${seen}, struck ${struck}`;
