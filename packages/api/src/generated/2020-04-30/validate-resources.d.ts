// Emitted by "npm run contract"; do not edit.
import type { TypeValidator } from "../../versions/contract/type-check.ts";

export declare const validateOpenShiftClusterCredentials: TypeValidator;
