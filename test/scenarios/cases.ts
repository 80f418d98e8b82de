import type { Case } from "../harness/matrix.ts";
import { scenarios } from "./flows/index.ts";
import { assertEnd } from "./play/ends.ts";
import { play } from "./play/play.ts";
import { setScene } from "./play/scene.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario as a case of a suite: each has a subscription of its own, so that all share an instance. */
export const caseOf = (scenario: Scenario): Case => ({
  name: scenario.name,
  place: "shared",
  run: async (instance) => {
    const scene = await setScene(instance, scenario);
    try {
      await play(scenario.steps, scene);
      await assertEnd(scene, scenario.end);
    } finally {
      for (const id of scene.faults.values()) await instance.control.clear(id);
    }
  },
});

export const scenarioCases: readonly Case[] = scenarios.map(caseOf);
