export { tagViews } from "./views.ts";
