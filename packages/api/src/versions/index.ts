export { adminBilling } from "./admin/billing.ts";
export { parseCalendar } from "./admin/calendar.ts";
export { adminManifest, adminSchedule } from "./admin/maintenance.ts";
export { maintenanceTasks, signalTasks, workTasks } from "./admin/maintenance-task.ts";
export { adminOpenShiftVersion } from "./admin/openshift-version.ts";
export { adminRoleSet } from "./admin/role-set.ts";
export { adminVersion, apiVersions } from "./registry.ts";
