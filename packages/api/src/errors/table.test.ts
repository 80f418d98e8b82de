import assert from "node:assert/strict";
import { test } from "node:test";
import { errorTable } from "./table.ts";

/** The codes clients of the service know (spec 01 §8). */
const vocabulary = `
InternalServerError
DeploymentFailed
InvalidParameter
InvalidRequestContent
InvalidResource
DuplicateResourceGroup
InvalidResourceNamespace
InvalidResourceType
InvalidSubscriptionID
MismatchingResourceID
MismatchingResourceName
MismatchingResourceType
PropertyChangeNotAllowed
RequestNotAllowed
ResourceGroupNotFound
ClusterResourceGroupAlreadyExists
ResourceNotFound
UnsupportedMediaType
InvalidLinkedVNet
InvalidLinkedSubnet
InvalidLinkedRouteTable
InvalidLinkedNatGateway
InvalidLinkedDiskEncryptionSet
NotFound
Forbidden
InvalidSubscriptionState
InvalidServicePrincipalCredentials
InvalidServicePrincipalToken
InvalidServicePrincipalClaims
InvalidResourceProviderPermissions
InvalidServicePrincipalPermissions
InvalidWorkloadIdentityPermissions
InvalidClusterMSIPermissions
InvalidLocation
InvalidOperationID
DuplicateClientID
DuplicateDomain
ResourceQuotaExceeded
QuotaExceeded
ResourceProviderNotRegistered
CannotDeleteLoadBalancerWithPrivateLinkService
InUseSubnetCannotBeDeleted
ScopeLocked
RequestDisallowedByPolicy
InvalidNetworkAddress
ThrottlingLimitExceeded
InvalidCIDRRange
PlatformWorkloadIdentityMismatch
PlatformWorkloadIdentityContainsInvalidCredential
InvalidClusterMSICount
InvalidPlatformWorkloadIdentity
InvalidResourceID
`;

test("every code of the vocabulary is in the table (ARM-ERR-02)", () => {
  const missing = vocabulary.split(/\s+/).filter((code) => code !== "" && !Object.hasOwn(errorTable, code));
  assert.deepEqual(missing, []);
});

test("codes are written in Pascal case (ARM-ERR-02)", () => {
  for (const code of Object.keys(errorTable)) assert.match(code, /^([A-Z][a-zA-Z0-9]+)+$/);
});

test("statuses are those of the contract and fit the class (ARM-ERR-07)", () => {
  const classes: Record<string, readonly number[]> = {
    user: [400, 403, 404, 405, 409, 413, 415],
    conflict: [409, 412],
    retry: [503],
    wait: [429],
    fatal: [500],
  };
  for (const [code, row] of Object.entries(errorTable)) assert.ok(classes[row.class]?.includes(row.status), code);
});

test("there is a code for each kind of refusal (ARM-ERR-07)", () => {
  const statuses = new Set(Object.values(errorTable).map(({ status }) => status));
  assert.deepEqual(
    [...statuses].sort((a, b) => a - b),
    [400, 403, 404, 405, 409, 412, 413, 415, 429, 500, 503],
  );
});

test("conflicts of state, subscription and unique keys stay 400 (ARM-ERR-07)", () => {
  for (const code of [
    "RequestNotAllowed",
    "InvalidSubscriptionState",
    "DuplicateClientID",
    "DuplicateResourceGroup",
  ] as const)
    assert.equal(errorTable[code].status, 400);
});
