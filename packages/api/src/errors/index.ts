export { CloudError, type CloudErrorBody, type Finding } from "./cloud-error.ts";
export { messages, quoted } from "./messages.ts";
export { type ErrorClass, type ErrorCode, errorTable } from "./table.ts";
