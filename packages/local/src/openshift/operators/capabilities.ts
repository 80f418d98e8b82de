const enabled = [
  "Build",
  "CSISnapshot",
  "CloudControllerManager",
  "CloudCredential",
  "Console",
  "DeploymentConfig",
  "ImageRegistry",
  "Ingress",
  "Insights",
  "MachineAPI",
  "NodeTuning",
  "OperatorLifecycleManager",
  "Storage",
  "marketplace",
  "openshift-samples",
] as const;
const others = ["OperatorLifecycleManagerV1", "baremetal"] as const;

/** `status.capabilities` of ClusterVersion: those that clusters of the service have, and those there are (spec 03 §7.3). */
export const capabilities = { enabledCapabilities: enabled, knownCapabilities: [...enabled, ...others].sort() };
