export { applyAll, inOrder } from "./apply-all.ts";
export {
  createClient,
  type DeleteOptions,
  type KubernetesClient,
  type ListOptions,
  type ObjectName,
  type PatchKind,
} from "./client.ts";
export { type Connection, type ConnectionLimits, connect, type KubernetesRequest } from "./connection.ts";
export { ApiServerUnreachable, isRefusal, isTransient, KubernetesError } from "./failure.ts";
export { type ConfigMap, kindOf, kinds, type Secret } from "./kinds.ts";
export { type ApiServerAccess, accessOf, type KubeconfigInput, kubeconfigText } from "./kubeconfig.ts";
export {
  type Condition,
  conditionStatus,
  conditionsOf,
  type KubernetesObject,
  type ObjectMeta,
  type OwnerReference,
} from "./object.ts";
export { pathOf, type Resource, resource } from "./resource.ts";
export { retryOnConflict } from "./retry-conflict.ts";
export type { WatchEvent } from "./watch.ts";
