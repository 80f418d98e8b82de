import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";

/** The cluster stands by itself: from here on the bootstrap machine is removed (spec 03 §2.7). */
export const incrInstallPhase: OnceStep<ClusterContext> = {
  name: "incrInstallPhase",
  kind: "once",
  run: (context) =>
    patchProperties(context, ({ install }) =>
      install == null ? {} : { install: { ...install, phase: "InstallPhaseRemoveBootstrap" } },
    ),
};
