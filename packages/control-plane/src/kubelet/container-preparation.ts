import type { KubeObject } from "../objects/object.ts";
import { between, chanceOf, hex } from "./chance.ts";
import type { Container } from "./container.ts";
import { environmentOf } from "./environment.ts";
import type { ReadMounts } from "./mounts.ts";
import type { NodeKit } from "./node-kit.ts";
import { MissingReference } from "./objects-of-pod.ts";

/** What a container's runs need of its pod. */
export interface PodPlace {
  object(): KubeObject;
  mounts: ReadMounts;
  /** Something has changed that the status tells. */
  changed(): void;
  /** Containers are asked to end (SIGTERM). */
  ending: AbortSignal;
  /** They are made to, and end as soon as they begin. */
  isKilled(): boolean;
}

const longestPause = 300_000;
const configPause = 5_000;
const pullPause = 10_000;

/** Where events say that a container stands. */
export const fieldPath = ({ spec, isInit, isEphemeral }: Container): string =>
  `spec.${isInit ? "initContainers" : isEphemeral ? "ephemeralContainers" : "containers"}{${spec.name}}`;

/** Waits until the image is there and all that is referred to; false when the pod ends before. */
export async function prepared(kit: NodeKit, place: PodPlace, container: Container): Promise<boolean> {
  const { image } = container.spec;
  const tell = (type: "Normal" | "Warning", reason: string, message: string) =>
    kit.tell(place.object(), type, reason, message, fieldPath(container));
  const wait = async (reason: string, message: string, milliseconds: number) => {
    container.state = { waiting: { reason, message } };
    place.changed();
    await kit.clock.sleep(milliseconds, place.ending).catch(() => {});
  };
  for (let pause = pullPause; !place.ending.aborted; pause = Math.min(longestPause, pause * 2)) {
    const refused = kit.images.has(image) ? undefined : kit.pull(image);
    if (refused === undefined) break;
    tell("Normal", "Pulling", `Pulling image ${JSON.stringify(image)}`);
    tell("Warning", "Failed", `Failed to pull image ${JSON.stringify(image)}: ${refused}`);
    tell("Warning", "Failed", "Error: ErrImagePull");
    await wait("ErrImagePull", refused, pause / 5);
    tell("Normal", "BackOff", `Back-off pulling image ${JSON.stringify(image)}`);
    await wait("ImagePullBackOff", `Back-off pulling image ${JSON.stringify(image)}: ErrImagePull: ${refused}`, pause);
  }
  if (place.ending.aborted) return false;
  if (kit.images.has(image))
    tell("Normal", "Pulled", `Container image ${JSON.stringify(image)} already present on machine`);
  else {
    tell("Normal", "Pulling", `Pulling image ${JSON.stringify(image)}`);
    const time = between(chanceOf(kit.seed, kit.node, image), 300, 2_500);
    await kit.clock.sleep(time * kit.pace, place.ending).catch(() => {});
    kit.images.add(image);
    tell(
      "Normal",
      "Pulled",
      `Successfully pulled image ${JSON.stringify(image)} in ${time}ms (${time}ms including waiting).`,
    );
  }
  while (!place.ending.aborted) {
    try {
      environmentOf(place.object(), container.spec, kit.objects);
      break;
    } catch (error) {
      if (!(error instanceof MissingReference)) throw error;
      tell("Warning", "Failed", `Error: ${error.message}`);
      await wait("CreateContainerConfigError", error.message, configPause);
    }
  }
  if (place.ending.aborted) return false;
  tell("Normal", "Created", `Created container: ${container.spec.name}`);
  tell("Normal", "Started", `Started container ${container.spec.name}`);
  return true;
}

/** An image by its digest, the same wherever it is pulled. */
export function imageID(image: string): string {
  const named = image.replace(/@sha256:.*$/, "").replace(/:[^:/]*$/, "");
  const digest = /@(sha256:.+)$/.exec(image)?.[1] ?? `sha256:${hex(chanceOf("image", image), 32)}`;
  return `${named}@${digest}`;
}
