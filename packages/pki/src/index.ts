export { certificateDer, fromPem, type Identity, thumbprint, toPem } from "./identity.ts";
export type { CertificateRequest } from "./issue.ts";

/** As {@link import("./issue.ts").issue}; the library behind it is loaded at the first call. */
export const issue: typeof import("./issue.ts").issue = async (...request) =>
  (await import("./issue.ts")).issue(...request);

/** Loads the library of {@link issue} ahead of the first call. */
export const loadIssuing = async (): Promise<void> => void (await import("./issue.ts"));

export { type ReadRequest, readRequest } from "./certificate-request.ts";
export type { SignOptions } from "./sign-request.ts";

/** As {@link import("./sign-request.ts").signRequest}; the library behind it is loaded at the first call. */
export const signRequest: typeof import("./sign-request.ts").signRequest = async (...request) =>
  (await import("./sign-request.ts")).signRequest(...request);

export type { RequestedSubject } from "./make-request.ts";

/** As {@link import("./make-request.ts").makeRequest}; the library behind it is loaded at the first call. */
export const makeRequest: typeof import("./make-request.ts").makeRequest = async (...subject) =>
  (await import("./make-request.ts")).makeRequest(...subject);
