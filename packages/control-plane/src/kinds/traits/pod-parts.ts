import { copyOf } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";
import { each, type Members, part } from "./filling.ts";

/** What a write through one of these subresources takes out of the pod that was sent, into the pod as it was. */
const parts: Readonly<Record<string, (sent: Members, kept: Members) => void>> = {
  ephemeralcontainers: (sent, kept) => {
    const list = each(sent, "ephemeralContainers");
    if (list.length === 0) delete kept["ephemeralContainers"];
    else kept["ephemeralContainers"] = list;
  },
  resize: (sent, kept) => {
    for (const name of ["containers", "initContainers"])
      for (const one of each(kept, name)) {
        const wanted = each(sent, name).find((other) => other["name"] === one["name"]);
        if (wanted === undefined) continue;
        for (const member of ["resources", "resizePolicy"])
          if (wanted[member] === undefined) delete one[member];
          else one[member] = wanted[member];
      }
  },
};

/** Confines a write through a subresource of a pod to what that is for; changes `pod`. */
export function confinePod(pod: KubeObject, before: KubeObject, subresource: string): void {
  const take = parts[subresource];
  if (take === undefined) return;
  const { managedFields } = pod.metadata;
  const sent = part(pod as Members, "spec");
  for (const member of Object.keys(pod)) if (!(member in before)) delete pod[member];
  Object.assign(pod, copyOf(before));
  if (managedFields !== undefined) pod.metadata.managedFields = managedFields;
  take(sent, part(pod as Members, "spec"));
}
