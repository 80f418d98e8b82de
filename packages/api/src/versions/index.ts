export { adminBilling } from "./admin/billing.ts";
export { type Calendar, parseCalendar } from "./admin/calendar.ts";
export { adminManifest, adminSchedule } from "./admin/maintenance.ts";
export { maintenanceTasks, signalTasks, workTasks } from "./admin/maintenance-task.ts";
export { adminOpenShiftVersion } from "./admin/openshift-version.ts";
export type { ResourceJudgement } from "./admin/resource.ts";
export { adminRoleSet } from "./admin/role-set.ts";
export { restore, userSettable } from "./desired-state.ts";
export {
  compareVersions,
  isStrictVersion,
  type OpenShiftVersionNumber,
  parseVersion,
} from "./openshift-version.ts";
export { defaultOperatorFlags } from "./operator-flags.ts";
export { adminVersion, apiVersions } from "./registry.ts";
export type { ClusterRequest, Judgement, RuleSettings } from "./request.ts";
export { inMinorVersionOrder, inVersionOrder } from "./resources/order.ts";
export type { CatalogPlace, OfferedVersion, Resources } from "./resources/resources.ts";
export type { ApiVersion } from "./version.ts";
export { azureVmSize, type VmSize, vmSizeOf, vmSizes } from "./vm-sizes.ts";
