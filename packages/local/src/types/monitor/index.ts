export { monitorTypes } from "./alerts.ts";
export { monitorViews } from "./views.ts";
