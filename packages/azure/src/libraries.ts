/**
 * The libraries that every create asks Azure by, each as the call that loads it: half a second of processor time together. Those of other operations
 * are loaded by them alone; the one for machines is the largest of all (decision 6).
 */
export const librariesOfCreate: readonly (() => Promise<unknown>)[] = [
  () => import("@azure/identity"),
  () => import("@azure/keyvault-certificates"),
  () => import("@azure/keyvault-secrets"),
  () => import("@azure/arm-network"),
  () => import("@azure/arm-resources"),
  () => import("@azure/arm-resourcesdeployments"),
  () => import("@azure/arm-dns"),
  () => import("@azure/storage-blob"),
];
