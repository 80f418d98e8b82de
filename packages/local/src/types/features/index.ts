export { featureViews } from "./views.ts";
