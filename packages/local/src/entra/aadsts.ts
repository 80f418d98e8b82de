/**
 * Why Entra gives no token: OAuth's error, HTTP status and text per AADSTS code, as the real one answers.
 * `{0}`, `{1}` stand for what the failure names.
 */
export const aadsts = {
  AADSTS28000: {
    status: 400,
    error: "invalid_request",
    text: "Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {0} is not valid.",
  },
  AADSTS50011: {
    status: 400,
    error: "invalid_request",
    text: "The redirect URI '{0}' specified in the request does not match the redirect URIs configured for the application '{1}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this.",
  },
  AADSTS50027: { status: 400, error: "invalid_request", text: "JWT token is invalid or malformed." },
  AADSTS50034: {
    status: 400,
    error: "invalid_grant",
    text: "The user account {0} does not exist in the {1} directory. To sign into this application, the account must be added to the directory.",
  },
  AADSTS50057: {
    status: 400,
    error: "invalid_grant",
    text: "The user account is disabled.",
  },
  AADSTS50058: {
    status: 400,
    error: "login_required",
    text: "A silent sign-in request was sent but no user is signed in.",
  },
  AADSTS50059: {
    status: 400,
    error: "invalid_request",
    text: "No tenant-identifying information found in either the request or implied by any provided credentials.",
  },
  AADSTS50166: {
    status: 400,
    error: "invalid_request",
    text: "Request to External OIDC endpoint failed.",
  },
  AADSTS54005: {
    status: 400,
    error: "invalid_grant",
    text: "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
  },
  AADSTS65004: {
    status: 400,
    error: "access_denied",
    text: "User declined to consent to access the app.",
  },
  AADSTS70000: {
    status: 400,
    error: "invalid_grant",
    text: "Provided grant is invalid or malformed.",
  },
  AADSTS70003: {
    status: 400,
    error: "unsupported_grant_type",
    text: "The app requested an unsupported grant type '{0}'.",
  },
  AADSTS70007: {
    status: 400,
    error: "unsupported_response_mode",
    text: "'{0}' is not a supported value of 'response_mode' when requesting a token.",
  },
  AADSTS70008: {
    status: 400,
    error: "invalid_grant",
    text: "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
  },
  AADSTS70011: {
    status: 400,
    error: "invalid_scope",
    text: "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {0} is not valid.",
  },
  AADSTS70016: {
    status: 400,
    error: "authorization_pending",
    text: "OAuth 2.0 device flow error. Authorization is pending. Continue polling.",
  },
  AADSTS70017: {
    status: 400,
    error: "authorization_declined",
    text: "The end user denied the authorization request.",
  },
  AADSTS70018: {
    status: 400,
    error: "bad_verification_code",
    text: "The verification code is invalid due to user typing in wrong user code for device code flow. Authorization is not approved.",
  },
  AADSTS70019: {
    status: 400,
    error: "expired_token",
    text: "Verification code expired. Have the user retry the sign-in.",
  },
  AADSTS70025: {
    status: 401,
    error: "invalid_client",
    text: "The client '{0}'({1}) has no configured federated identity credentials.",
  },
  AADSTS90002: {
    status: 400,
    error: "invalid_request",
    text: "Tenant '{0}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  AADSTS90023: {
    status: 400,
    error: "invalid_request",
    text: "Unsupported 'prompt' value.",
  },
  AADSTS500011: {
    status: 400,
    error: "invalid_resource",
    text: "The resource principal named {0} was not found in the tenant named {1}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.",
  },
  AADSTS500112: {
    status: 400,
    error: "invalid_grant",
    text: "The reply address '{0}' does not match the reply address '{1}' provided when requesting Authorization code.",
  },
  AADSTS501481: {
    status: 400,
    error: "invalid_grant",
    text: "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
  },
  AADSTS501491: {
    status: 400,
    error: "invalid_request",
    text: "Invalid size of Code_Challenge parameter.",
  },
  AADSTS650053: {
    status: 400,
    error: "invalid_client",
    text: "The application '{0}' asked for scope '{1}' that doesn't exist on the resource '{2}'. Contact the app vendor.",
  },
  AADSTS700016: {
    status: 400,
    error: "unauthorized_client",
    text: "Application with identifier '{0}' was not found in the directory '{1}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.",
  },
  AADSTS700021: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion application identifier doesn't match 'client_id' parameter.",
  },
  AADSTS700023: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion audience claim does not match Realm issuer.",
  },
  AADSTS700024: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion is not within its valid time range. Current time: {0}, expiry time of assertion {1}.",
  },
  AADSTS700025: {
    status: 401,
    error: "invalid_client",
    text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
  },
  AADSTS700027: {
    status: 401,
    error: "invalid_client",
    text: "Client assertion failed signature validation. [Reason - {0}, Thumbprint of key used by client: '{1}']",
  },
  AADSTS700051: {
    status: 400,
    error: "unsupported_response_type",
    text: "response_type 'token' is not enabled for the application.",
  },
  AADSTS700054: {
    status: 400,
    error: "unsupported_response_type",
    text: "response_type 'id_token' is not enabled for the application.",
  },
  AADSTS700082: {
    status: 400,
    error: "invalid_grant",
    text: "The refresh token has expired due to inactivity. The token was issued on {0} and was inactive for 90.00:00:00.",
  },
  AADSTS700211: {
    status: 401,
    error: "invalid_client",
    text: "No matching federated identity record found for presented assertion issuer '{0}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  },
  AADSTS700212: {
    status: 401,
    error: "invalid_client",
    text: "No matching federated identity record found for presented assertion audience '{0}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  },
  AADSTS700213: {
    status: 401,
    error: "invalid_client",
    text: "No matching federated identity record found for presented assertion subject '{0}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
  },
  AADSTS900144: {
    status: 400,
    error: "invalid_request",
    text: "The request body must contain the following parameter: '{0}'.",
  },
  AADSTS900971: {
    status: 400,
    error: "invalid_request",
    text: "No reply address provided.",
  },
  AADSTS1002012: {
    status: 400,
    error: "invalid_scope",
    text: "The provided value for scope {0} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).",
  },
  AADSTS5000811: {
    status: 401,
    error: "invalid_client",
    text: "Unable to verify token signature. The signing key identifier does not match any valid registered keys.",
  },
  AADSTS7000112: {
    status: 401,
    error: "unauthorized_client",
    text: "Application '{0}'({1}) is disabled.",
  },
  AADSTS7000215: {
    status: 401,
    error: "invalid_client",
    text: "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{0}'.",
  },
  AADSTS7000218: {
    status: 401,
    error: "invalid_client",
    text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  },
  AADSTS7000222: {
    status: 401,
    error: "invalid_client",
    text: "The provided client secret keys for app '{0}' are expired. Visit the Azure portal to create new keys for your app, or consider using certificate credentials for added security.",
  },
  AADSTS7000229: {
    status: 401,
    error: "invalid_client",
    text: "The client application {0} is missing service principal in the tenant {1}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119",
  },
  AADSTS9002313: {
    status: 400,
    error: "invalid_request",
    text: "Invalid request. Request is malformed or invalid.",
  },
  AADSTS9002325: {
    status: 400,
    error: "invalid_request",
    text: "Proof Key for Code Exchange is required for cross-origin authorization code redemption.",
  },
} as const satisfies Record<string, { status: number; error: string; text: string }>;

export type AadstsCode = keyof typeof aadsts;
