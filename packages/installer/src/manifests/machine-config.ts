import type { IgnitionConfig, IgnitionFile, IgnitionUnit } from "../ignition/config.ts";
import type { KubeObject } from "./kube-object.ts";

export const nodeRoles = ["master", "worker"] as const;
export type NodeRole = (typeof nodeRoles)[number];

/** What a MachineConfig puts on the nodes of a role. */
export interface MachineConfigContents {
  files?: readonly IgnitionFile[];
  units?: readonly IgnitionUnit[];
  sshAuthorizedKeys?: readonly string[];
  fips?: boolean;
}

/** A MachineConfig for the nodes of a role. */
export function machineConfig(name: string, role: NodeRole, contents: MachineConfigContents): KubeObject {
  const config: IgnitionConfig = {
    ignition: { version: "3.2.0" },
    ...(contents.sshAuthorizedKeys === undefined
      ? {}
      : { passwd: { users: [{ name: "core", sshAuthorizedKeys: [...contents.sshAuthorizedKeys] }] } }),
    ...(contents.files === undefined ? {} : { storage: { files: [...contents.files] } }),
    ...(contents.units === undefined ? {} : { systemd: { units: [...contents.units] } }),
  };
  return {
    apiVersion: "machineconfiguration.openshift.io/v1",
    kind: "MachineConfig",
    metadata: { name, labels: { "machineconfiguration.openshift.io/role": role } },
    spec: {
      config,
      extensions: null,
      fips: contents.fips ?? false,
      kernelArguments: null,
      kernelType: "",
      osImageURL: "",
    },
  };
}
