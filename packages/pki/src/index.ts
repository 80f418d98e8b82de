export { certificateDer, fromPem, type Identity, thumbprint, toPem } from "./identity.ts";
export type { CertificateRequest } from "./issue.ts";

/** As {@link import("./issue.ts").issue}; the library behind it is loaded at the first call. */
export const issue: typeof import("./issue.ts").issue = async (...request) =>
  (await import("./issue.ts")).issue(...request);
