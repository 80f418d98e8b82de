import type { NodeDescription } from "@aro/control-plane";
import { sizeNamed } from "../../types/compute/sizes.ts";
import type { Machine } from "../azure/facts.ts";
import type { AzureView } from "../azure/view.ts";
import { kubernetesVersion } from "../cluster/start.ts";

export type Role = "master" | "worker";

const gigabyte = 1024 * 1024;
/** What the kubelet keeps for the system: spec of OpenShift's `system-reserved`. */
const reserved = { milliCores: 500, kilobytes: 1_150_000 } as const;
const mostPods = "250";

/** Version of Red Hat's CoreOS in a release. */
const coreOs = (version: string): string => {
  const [, minor = "18"] = /^4\.(\d+)/.exec(version) ?? [];
  return Number(minor) >= 19 ? "9.6.20250523-0" : `4${minor}.94.202501221842-0`;
};

/** Identity of a machine as Kubernetes knows it. */
const providerId = ({ id }: Pick<Machine, "id">): string => `azure://${id}`;

/** A machine as its kubelet registers it: what it can do follows from its size, where it is from ARM. */
export function describeNode(
  machine: Machine,
  role: Role,
  { view, version }: { view: AzureView; version: string },
): NodeDescription {
  const size = sizeNamed(machine.size);
  const cores = size?.cores ?? 4;
  // The system itself takes some of the memory before the kubelet counts it.
  const kilobytes = Math.round((size?.memoryGb ?? 16) * gigabyte * 0.985);
  const address = machine.interfaces.map((key) => view.interface(key)?.address).find((one) => one !== undefined) ?? "";
  const zone = machine.zone === undefined ? "0" : `${machine.location}-${machine.zone}`;
  return {
    name: machine.name,
    labels: {
      "beta.kubernetes.io/arch": "amd64",
      "beta.kubernetes.io/instance-type": machine.size,
      "beta.kubernetes.io/os": "linux",
      "failure-domain.beta.kubernetes.io/region": machine.location,
      "failure-domain.beta.kubernetes.io/zone": zone,
      "kubernetes.io/arch": "amd64",
      "kubernetes.io/hostname": machine.name,
      "kubernetes.io/os": "linux",
      "node.kubernetes.io/instance-type": machine.size,
      "node.openshift.io/os_id": "rhel",
      "topology.disk.csi.azure.com/zone": machine.zone === undefined ? "" : zone,
      "topology.kubernetes.io/region": machine.location,
      "topology.kubernetes.io/zone": zone,
      ...(role === "master"
        ? { "node-role.kubernetes.io/control-plane": "", "node-role.kubernetes.io/master": "" }
        : { "node-role.kubernetes.io/worker": "" }),
    },
    annotations: {
      "machineconfiguration.openshift.io/controlPlaneTopology": "HighlyAvailable",
      "volumes.kubernetes.io/controller-managed-attach-detach": "true",
    },
    ...(role === "master" ? { taints: [{ key: "node-role.kubernetes.io/master", effect: "NoSchedule" }] } : {}),
    providerID: providerId(machine),
    addresses: [
      { type: "InternalIP", address },
      { type: "Hostname", address: machine.name },
    ],
    capacity: {
      cpu: String(cores),
      "ephemeral-storage": role === "master" ? "1073182700Ki" : "133682156Ki",
      "hugepages-1Gi": "0",
      "hugepages-2Mi": "0",
      memory: `${kilobytes}Ki`,
      pods: mostPods,
    },
    allocatable: {
      cpu: `${cores * 1000 - reserved.milliCores}m`,
      "ephemeral-storage": role === "master" ? "987970860Ki" : "122127732Ki",
      "hugepages-1Gi": "0",
      "hugepages-2Mi": "0",
      memory: `${kilobytes - reserved.kilobytes}Ki`,
      pods: mostPods,
    },
    info: {
      architecture: "amd64",
      containerRuntimeVersion: `cri-o://${kubernetesVersion(version).slice(1)}-2.rhaos${/^4\.\d+/.exec(version)?.[0] ?? "4.18"}.el9`,
      kernelVersion: "5.14.0-427.50.1.el9_4.x86_64",
      kubeletVersion: kubernetesVersion(version),
      kubeProxyVersion: kubernetesVersion(version),
      operatingSystem: "linux",
      osImage: `Red Hat Enterprise Linux CoreOS ${coreOs(version)}`,
      systemUUID: machine.vmId,
      machineID: machine.vmId.replaceAll("-", ""),
      bootID: machine.vmId,
    },
  };
}
