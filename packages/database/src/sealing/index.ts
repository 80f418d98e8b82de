export { createSealer, type SealerKeys } from "./sealer.ts";
