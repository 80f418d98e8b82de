export { type Hubs, type HubsDeps, openHubs } from "./hub.ts";
