/**
 * The tenant a request comes from, as ARM says it (ARM-ASY-13). ARM always sends the home tenant of the subscription; the caller's own
 * tenant stands in where it is missing. Lower case.
 */
export const tenantOf = (headers: Readonly<Record<string, string | undefined>>): string | undefined =>
  (headers["x-ms-home-tenant-id"] || headers["x-ms-client-tenant-id"])?.toLowerCase();
