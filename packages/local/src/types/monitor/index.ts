export { monitorViews } from "./views.ts";
