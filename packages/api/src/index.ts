export type * from "./bodies.ts";
export * from "./cloud/index.ts";
export * from "./documents/index.ts";
export * from "./durations.ts";
export * from "./errors/index.ts";
export * from "./ids.ts";
export { type ProviderOperation, providerOperations } from "./provider-operations.ts";
export { stepNames } from "./step-names.ts";
// The versions themselves are behind a door of their own, `@aro/api/versions`: they bring the validators of all of them, which few processes need.
export type { Calendar } from "./versions/admin/calendar.ts";
export type { ResourceJudgement } from "./versions/admin/resource.ts";
export { restore, userSettable } from "./versions/desired-state.ts";
export {
  compareVersions,
  isStrictVersion,
  type OpenShiftVersionNumber,
  parseVersion,
} from "./versions/openshift-version.ts";
export { defaultOperatorFlags } from "./versions/operator-flags.ts";
export type { ClusterRequest, Judgement, RuleSettings } from "./versions/request.ts";
export { inMinorVersionOrder, inVersionOrder } from "./versions/resources/order.ts";
export type { CatalogPlace, OfferedVersion, Resources } from "./versions/resources/resources.ts";
export type { ApiVersion } from "./versions/version.ts";
export { azureVmSize, type VmSize, vmSizeOf, vmSizes } from "./versions/vm-sizes.ts";
