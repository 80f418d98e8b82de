import type { KubeObject } from "@aro/control-plane";
import type { Wanted } from "../cluster/objects.ts";
import { suffix } from "./machine-sets.ts";
import { machineNamespace } from "./machines.ts";

interface Template {
  failureDomains?: { azure?: readonly { zone?: string }[] };
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: { providerSpec?: { value?: { zone?: string } } };
}
interface SetSpec {
  replicas?: number;
  state?: string;
  template?: { machines_v1beta1_machine_openshift_io?: Template };
}

const zoneOf = (machine: KubeObject): string | undefined =>
  ((machine["spec"] ?? {}) as Template["spec"])?.providerSpec?.value?.zone;

/** The index at the end of a master's name. */
const indexOf = ({ metadata }: KubeObject): number => Number(/-(\d+)$/.exec(metadata.name)?.[1] ?? -1);

/** The Machine that an active set makes for one of its masters that is not there any more; undefined: none is missing. */
export function missingMaster(
  set: KubeObject,
  masters: readonly KubeObject[],
  infraId: string,
  random: { bytes(count: number): Uint8Array },
): Wanted | undefined {
  const { replicas = 3, state, template } = (set["spec"] ?? {}) as SetSpec;
  const { failureDomains, metadata, spec } = template?.machines_v1beta1_machine_openshift_io ?? {};
  const staying = masters.filter((one) => one.metadata.deletionTimestamp === undefined);
  // One at a time: who goes has to be gone, so that the others keep their majority.
  if (state !== "Active" || masters.length >= replicas || spec === undefined) return undefined;
  const taken = new Set(staying.map(indexOf));
  const index = Array.from({ length: replicas }, (_, at) => at).find((at) => !taken.has(at)) ?? staying.length;
  const used = new Set(staying.map(zoneOf));
  const free = failureDomains?.azure?.find(({ zone }) => !used.has(zone))?.zone;
  const made = structuredClone(spec);
  if (free !== undefined && made.providerSpec?.value !== undefined) made.providerSpec.value.zone = free;
  return {
    apiVersion: "machine.openshift.io/v1beta1",
    kind: "Machine",
    metadata: {
      name: `${infraId}-master-${suffix(random)}-${index}`,
      namespace: machineNamespace,
      labels: { ...metadata?.labels },
      annotations: { ...metadata?.annotations },
      ownerReferences: [
        {
          apiVersion: set.apiVersion,
          kind: set.kind,
          name: set.metadata.name,
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: made,
  };
}
