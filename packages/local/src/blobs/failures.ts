/** What the blob service refuses with: code → status and words, as documented. */
const failures = {
  AppendPositionConditionNotMet: [412, "The append position condition specified was not met."],
  AuthenticationFailed: [
    403,
    "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
  ],
  AuthorizationFailure: [403, "This request is not authorized to perform this operation."],
  AuthorizationPermissionMismatch: [
    403,
    "This request is not authorized to perform this operation using this permission.",
  ],
  AuthorizationProtocolMismatch: [403, "This request is not authorized to perform this operation using this protocol."],
  AuthorizationResourceTypeMismatch: [
    403,
    "This request is not authorized to perform this operation using this resource type.",
  ],
  AuthorizationServiceMismatch: [403, "This request is not authorized to perform this operation using this service."],
  AuthorizationSourceIPMismatch: [
    403,
    "This request is not authorized to perform this operation using this source IP.",
  ],
  BlobAlreadyExists: [409, "The specified blob already exists."],
  BlobNotFound: [404, "The specified blob does not exist."],
  BlockCountExceedsLimit: [409, "The uncommitted block count cannot exceed the maximum limit of 100,000 blocks."],
  BlockListTooLong: [400, "The block list may not contain more than 50,000 blocks."],
  CannotVerifyCopySource: [404, "Could not verify the copy source within the specified time."],
  ConditionNotMet: [412, "The condition specified using HTTP conditional header(s) is not met."],
  ContainerAlreadyExists: [409, "The specified container already exists."],
  ContainerBeingDeleted: [409, "The specified container is being deleted. Try operation later."],
  ContainerNotFound: [404, "The specified container does not exist."],
  Crc64Mismatch: [
    400,
    "The CRC64 value specified in the request did not match with the CRC64 value calculated by the server.",
  ],
  EmptyMetadataKey: [400, "The key for one of the metadata key-value pairs is empty."],
  InvalidAuthenticationInfo: [
    401,
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  ],
  InvalidBlobOrBlock: [400, "The specified blob or block content is invalid."],
  InvalidBlobType: [409, "The blob type is invalid for this operation."],
  InvalidBlockId: [400, "The specified block ID is invalid. The block ID must be Base64-encoded."],
  InvalidBlockList: [400, "The specified block list is invalid."],
  InvalidHeaderValue: [400, "The value for one of the HTTP headers is not in the correct format."],
  InvalidInput: [400, "One of the request inputs is not valid."],
  InvalidMd5: [
    400,
    "The MD5 value specified in the request is invalid. The MD5 value must be 128 bits and Base64-encoded.",
  ],
  InvalidMetadata: [400, "The metadata specified is invalid. It has characters that are not permitted."],
  InvalidQueryParameterValue: [400, "Value for one of the query parameters specified in the request URI is invalid."],
  InvalidRange: [416, "The range specified is invalid for the current size of the resource."],
  InvalidResourceName: [400, "The specified resource name contains invalid characters."],
  InvalidUri: [400, "The requested URI does not represent any resource on the server."],
  InvalidXmlDocument: [400, "XML specified is not syntactically valid."],
  InvalidXmlNodeValue: [400, "The value for one of the XML nodes is not in the correct format."],
  KeyBasedAuthenticationNotPermitted: [403, "Key based authentication is not permitted on this storage account."],
  LeaseAlreadyBroken: [409, "The lease has already been broken and cannot be broken again."],
  LeaseAlreadyPresent: [409, "There is already a lease present."],
  LeaseIdMismatchWithBlobOperation: [412, "The lease ID specified did not match the lease ID for the blob."],
  LeaseIdMismatchWithContainerOperation: [412, "The lease ID specified did not match the lease ID for the container."],
  LeaseIdMismatchWithLeaseOperation: [
    409,
    "The lease ID specified did not match the lease ID for the resource with the specified lease operation.",
  ],
  LeaseIdMissing: [412, "There is currently a lease on the resource and no lease ID was specified in the request."],
  LeaseIsBreakingAndCannotBeAcquired: [
    409,
    "The lease ID matched, but the lease is currently in breaking state and cannot be acquired until it is broken.",
  ],
  LeaseIsBreakingAndCannotBeChanged: [
    409,
    "The lease ID matched, but the lease is currently in breaking state and cannot be changed.",
  ],
  LeaseIsBrokenAndCannotBeRenewed: [
    409,
    "The lease ID matched, but the lease has been broken explicitly and cannot be renewed.",
  ],
  LeaseLost: [412, "A lease ID was specified, but the lease for the resource has expired."],
  LeaseNotPresentWithBlobOperation: [412, "There is currently no lease on the blob."],
  LeaseNotPresentWithContainerOperation: [412, "There is currently no lease on the container."],
  LeaseNotPresentWithLeaseOperation: [409, "There is currently no lease on the resource."],
  MaxBlobSizeConditionNotMet: [412, "The max blob size condition specified was not met."],
  Md5Mismatch: [
    400,
    "The MD5 value specified in the request did not match with the MD5 value calculated by the server.",
  ],
  MetadataTooLarge: [400, "The size of the specified metadata exceeds the maximum size permitted."],
  MissingContentLengthHeader: [411, "The Content-Length header was not specified."],
  MissingRequiredHeader: [400, "An HTTP header that's mandatory for this request is not specified."],
  MissingRequiredQueryParameter: [400, "A query parameter that's mandatory for this request is not specified."],
  NoAuthenticationInformation: [
    401,
    "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.",
  ],
  NoPendingCopyOperation: [409, "There is currently no pending copy operation."],
  OutOfRangeInput: [400, "One of the request inputs is out of range."],
  OutOfRangeQueryParameterValue: [
    400,
    "One of the query parameters specified in the request URI is outside the permissible range.",
  ],
  PublicAccessNotPermitted: [409, "Public access is not permitted on this storage account."],
  RequestBodyTooLarge: [413, "The request body is too large and exceeds the maximum permissible limit."],
  ResourceNotFound: [404, "The specified resource does not exist."],
  SnapshotsPresent: [409, "This operation is not permitted while the blob has snapshots."],
  SourceConditionNotMet: [412, "The source condition specified using HTTP conditional header(s) is not met."],
  UnauthorizedBlobOverwrite: [403, "This request is not authorized to perform blob overwrites."],
  UnsupportedHeader: [400, "One of the HTTP headers specified in the request is not supported."],
  UnsupportedHttpVerb: [405, "The resource doesn't support specified Http Verb."],
  UnsupportedQueryParameter: [400, "One of the query parameters specified in the request URI is not supported."],
} as const satisfies Readonly<Record<string, readonly [status: number, message: string]>>;

export type FailureCode = keyof typeof failures;

/** A call that the blob service refuses: an expected outcome, thrown out of the depth of an operation and answered by the wall. */
export class StorageRefusal extends Error {
  readonly code: FailureCode;
  readonly status: number;
  /** Further elements of the answer: `HeaderName`, `AuthenticationErrorDetail`. */
  readonly details: Readonly<Record<string, string>>;

  constructor(code: FailureCode, details: Readonly<Record<string, string>> = {}, status: number = failures[code][0]) {
    super(failures[code][1]);
    this.name = "StorageRefusal";
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** A header whose value cannot be. */
export const badHeader = (name: string, value: string): StorageRefusal =>
  new StorageRefusal("InvalidHeaderValue", { HeaderName: name, HeaderValue: value });

/** A query parameter whose value cannot be. */
export const badQuery = (name: string, value: string, reason = ""): StorageRefusal =>
  new StorageRefusal("InvalidQueryParameterValue", {
    QueryParameterName: name,
    QueryParameterValue: value,
    ...(reason === "" ? {} : { Reason: reason }),
  });
