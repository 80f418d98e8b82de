export type { Cloud } from "./description.ts";
export { cloudFromMetadata } from "./discover.ts";
export { knownClouds } from "./known.ts";
