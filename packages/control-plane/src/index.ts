export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./control-plane.ts";
export type { Controller, ControllerDeps } from "./controllers/controller.ts";
export type { Kind, Kinds } from "./kinds/kind.ts";
export type {
  FindProgram,
  Kubelet,
  Kubelets,
  KubeletsOptions,
  NodeDescription,
  PortHandler,
  Program,
  RunningContainer,
  StartedContainer,
} from "./kubelet/kubelets.ts";
export type {
  ContainerAddress,
  FindNodeAgent,
  LogOptions,
  NodeAgent,
  NodeUsage,
  PodAddress,
  ProcessStreams,
  TerminalSize,
  Usage,
} from "./kubelet-api/node-agent.ts";
export type { KubeObject, Metadata } from "./objects/object.ts";
export type { Registry } from "./registry/registry.ts";
export { type ControlPlaneKeys, makeKeys } from "./server/keyring.ts";
export { ApiStatus } from "./status/status.ts";
