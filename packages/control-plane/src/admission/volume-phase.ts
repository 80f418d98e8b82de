import type { Clock } from "@aro/runtime";
import type { Admission } from "./admission.ts";

/** Notes when a volume came into the phase that it is in. */
export const volumePhase =
  (clock: Clock): Admission =>
  ({ operation, kind, object, before }) => {
    if (operation === "DELETE" || kind.group !== "" || kind.plural !== "persistentvolumes") return;
    const status = (object["status"] ?? {}) as { phase?: string; lastPhaseTransitionTime?: string };
    const old = (before?.["status"] ?? {}) as { phase?: string };
    if (status.phase !== old.phase)
      status.lastPhaseTransitionTime = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    object["status"] = status;
  };
