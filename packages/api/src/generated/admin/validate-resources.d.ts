// Emitted by "npm run contract"; do not edit.
import type { TypeValidator } from "../../versions/contract/type-check.ts";

export declare const validateOpenShiftVersion: TypeValidator;
export declare const validatePlatformWorkloadIdentityRoleSet: TypeValidator;
export declare const validateMaintenanceManifest: TypeValidator;
export declare const validateMaintenanceSchedule: TypeValidator;
export declare const validateBillingDocument: TypeValidator;
