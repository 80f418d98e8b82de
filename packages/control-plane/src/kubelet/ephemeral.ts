import type { Clock } from "@aro/runtime";
import type { KubeObject } from "../objects/object.ts";
import { type Container, type ContainerSpec, newContainer } from "./container.ts";

const described = (pod: KubeObject): readonly ContainerSpec[] =>
  (pod["spec"] as { ephemeralContainers?: ContainerSpec[] }).ephemeralContainers ?? [];

/** Containers that somebody has added to look into a pod, of which nothing is known yet. */
export const newEphemeral = (pod: KubeObject, known: readonly Container[], clock: Clock): Container[] =>
  described(pod)
    .filter(({ name }) => !known.some(({ spec }) => spec.name === name))
    .map((spec) => ({ ...newContainer(spec, false, clock), isEphemeral: true }));
