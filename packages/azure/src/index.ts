export {
  type AccountBlobs,
  accountBlobs,
  accountBlobsAs,
  accountSas,
  blobText,
  type SasRequest,
} from "./account-blobs.ts";
export { adviceFor } from "./advice.ts";
export { AzureError, azureErrorBody } from "./azure-error.ts";
export type { AccessQuestion, AccessSubject } from "./check-access.ts";
export {
  type ArmAnswer,
  type ArmCall,
  type AzureClients,
  type ClientFactory,
  type ClientFactoryDeps,
  createClientFactory,
} from "./clients.ts";
export { type FailureContext, innermost, toCloudError } from "./cloud-error.ts";
export { type Credentials, type CredentialsDeps, createCredentials } from "./credentials.ts";
export { type Deployment, deployTemplate, type Template, templateOf } from "./deploy.ts";
export { type Failure, failureOf } from "./failure.ts";
export {
  type FailureKind,
  FreshCredentialsWanted,
  failureKinds,
  isAuthorizationFailure,
  isFailure,
  refersToResourceGroup,
} from "./failure-kinds.ts";
export { keptConnections } from "./kept-connections.ts";
export { librariesOfCreate } from "./libraries.ts";
export { listAll } from "./list-all.ts";
export {
  type BeginOptions,
  type LongRunning,
  longRunning,
  type PollerStore,
  type Submittable,
  waitOut,
} from "./long-running.ts";
export { managedIdentity } from "./managed-identity.ts";
export type * from "./models.ts";
export { resultOf } from "./result-of.ts";
export { retryTransient, type Waits } from "./retry-transient.ts";
export { armScope, objectIdOf, tokenClaims } from "./token-claims.ts";
export {
  type Issuance,
  type Purge,
  type VaultCertificates,
  vaultCertificates,
  type WantedCertificate,
} from "./vault-certificates.ts";
export { type VaultSecrets, vaultSecrets } from "./vault-secrets.ts";
