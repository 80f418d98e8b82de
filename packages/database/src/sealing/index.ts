export { redacted, sealedMembers } from "./redacted.ts";
export { createSealer, type SealerKeys } from "./sealer.ts";
