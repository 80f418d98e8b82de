// Emitted by "npm run contract"; do not edit.
import type { TypeValidator } from "../../versions/type-check.ts";

export declare const validate: TypeValidator;
export default validate;
