export { desiredState, restore, userSettable } from "./desired-state.ts";
export {
  compareVersions,
  isStrictVersion,
  minorVersion,
  type OpenShiftVersionNumber,
  parseVersion,
} from "./openshift-version.ts";
export { defaultOperatorFlags } from "./operator-flags.ts";
export { apiVersions } from "./registry.ts";
export { inMinorVersionOrder, inVersionOrder } from "./resources/order.ts";
export type { CatalogPlace, Resources } from "./resources/resources.ts";
export type { ApiVersion, ClusterRequest, Judgement, RuleSettings } from "./version.ts";
export { azureVmSize, type VmSize, vmSizeOf, vmSizes } from "./vm-sizes.ts";
