export type { Programs } from "./context.ts";
export { type Hubs, type HubsDeps, openHubs } from "./hub.ts";
