// Emitted by "npm run contract"; do not edit.
import type { TypeValidator } from "../../versions/contract/type-check.ts";

export declare const validateOpenShiftClusterCredentials: TypeValidator;
export declare const validateOpenShiftClusterAdminKubeconfig: TypeValidator;
export declare const validateOpenShiftVersion: TypeValidator;
