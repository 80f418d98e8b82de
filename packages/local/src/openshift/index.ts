export { openOpenShift } from "./openshift.ts";
