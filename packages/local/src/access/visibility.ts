import { badRequest, type ControlRoute, done } from "../control/control.ts";
import type { SettingsStore } from "../state/settings-store.ts";

/** How long a new role assignment is not seen; may be changed while the cloud runs, and is remembered. */
export interface AssignmentVisibility {
  readonly delayMilliseconds: number;
  /** Steering by people and tests: `GET` and `PUT /_local/access`. */
  routes: readonly ControlRoute[];
}

const name = "access.visibilityDelayMilliseconds";

/** The delay as it was last set by a person, or `configured`. */
export function openAssignmentVisibility(settings: SettingsStore, configured: number): AssignmentVisibility {
  let delay = Number(settings.read(name) ?? configured);
  const shown = () => done({ visibilityDelayMilliseconds: delay });
  return {
    get delayMilliseconds() {
      return delay;
    },
    routes: [
      { method: "GET", path: "/_local/access", run: shown },
      {
        method: "PUT",
        path: "/_local/access",
        run: ({ body: { visibilityDelayMilliseconds: wanted, ...unknown } }) => {
          const [odd] = Object.keys(unknown);
          if (odd !== undefined) return badRequest(`Access has no setting '${odd}'.`);
          if (typeof wanted !== "number" || !(wanted >= 0))
            return badRequest("'visibilityDelayMilliseconds' is a number, 0 or more");
          delay = wanted;
          settings.write(name, String(wanted));
          return shown();
        },
      },
    ],
  };
}
