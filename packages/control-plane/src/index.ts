export type { User } from "./access/access.ts";
export { type ControlPlane, type ControlPlaneOptions, startControlPlane } from "./control-plane.ts";
export {
  asController,
  type Controller,
  type ControllerDeps,
  find as findObject,
  kindOf,
  splitKey,
  unless,
} from "./controllers/controller.ts";
export { inTurns } from "./controllers/turns.ts";
export { createWorkQueue, type WorkQueue } from "./controllers/work-queue.ts";
export type { Definition } from "./custom/definition.ts";
export type { Kind, Kinds } from "./kinds/kind.ts";
export { createKubelets } from "./kubelet/create-kubelets.ts";
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
export type { MountedFile } from "./kubelet/mounted-file.ts";
export type { Command, CommandCall, FindCommand } from "./kubelet/shell/command.ts";
export type {
  ContainerAddress,
  FindNodeAgent,
  LogOptions,
  NodeAgent,
  NodeUsage,
  PodAddress,
  ProcessStreams,
  RemoteProcess,
  TerminalSize,
  Usage,
} from "./kubelet-api/node-agent.ts";
export { isSame } from "./objects/json.ts";
export type { KubeObject, Metadata } from "./objects/object.ts";
export type { Registry, WriteOptions } from "./registry/registry.ts";
export type { Gate, UserCall } from "./requests/handle.ts";
export type { ApiAnswer, ApiRequest } from "./requests/request.ts";
export { type ControlPlaneKeys, makeKeys } from "./server/keyring.ts";
export { ApiStatus } from "./status/status.ts";
export type { Store, StoredEvent } from "./store/store.ts";
