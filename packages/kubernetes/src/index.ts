export { applyAll, inOrder } from "./apply-all.ts";
export {
  createClient,
  type DeleteOptions,
  type KubernetesClient,
  type ObjectName,
  type PatchKind,
} from "./client.ts";
export {
  type Connection,
  type ConnectionLimits,
  connect,
  type KubernetesRequest,
  limitsOfCalls,
} from "./connection.ts";
export { ApiServerUnreachable, isRefusal, isTransient, KubernetesError } from "./failure.ts";
export { createInformer, type Informer, type InformerOptions, type ObjectChange } from "./informer.ts";
export { type ConfigMap, kindOf, kinds, type Secret } from "./kinds.ts";
export { type ApiServerAccess, accessOf, type KubeconfigInput, kubeconfigText } from "./kubeconfig.ts";
export {
  type ElectionOptions,
  LeadershipLost,
  type LeaseTimes,
  leadWhileElected,
  usualLeaseTimes,
} from "./leader-election.ts";
export type { ListOptions } from "./list-objects.ts";
export {
  type Condition,
  conditionStatus,
  conditionsOf,
  type KubernetesObject,
  type ObjectMeta,
  type OwnerReference,
} from "./object.ts";
export {
  joinedPullSecrets,
  type PullSecret,
  type PullSecretText,
  type RegistryAuth,
  registryAuth,
} from "./pull-secret.ts";
export { type Bucket, createBucket } from "./rate-limit.ts";
export { pathOf, type Resource, resource } from "./resource.ts";
export { retryOnConflict } from "./retry-conflict.ts";
export { type ReportedCondition, withConditions } from "./status-conditions.ts";
export type { WatchEvent, WatchOptions } from "./watch.ts";
export { createWorkQueue, type WorkQueue, type WorkQueueOptions } from "./work-queue.ts";
export { parseYaml, yamlText } from "./yaml.ts";
