import { json, withHeaders } from "../../wall/answers.ts";
import type { WallRequest, WallResponse } from "../../wall/wall.ts";
import type { EntraDeps } from "../deps.ts";
import { isRefusal, type Refusal, refusalAnswer, refuse, traceOf } from "../failures.ts";
import type { TokenForm } from "../token-form.ts";
import { authorizationCode } from "./authorization-code.ts";
import { type GrantHandler, readClaim, readForm } from "./call.ts";
import { clientCredentials } from "./client-credentials.ts";
import { deviceAuthorization, deviceCode } from "./device-code.ts";
import { refreshToken } from "./refresh-token.ts";

/** What a client may bring for tokens. */
const grantTypes: Readonly<Record<string, GrantHandler>> = {
  client_credentials: clientCredentials,
  authorization_code: authorizationCode,
  refresh_token: refreshToken,
  "urn:ietf:params:oauth:grant-type:device_code": deviceCode,
  device_code: deviceCode,
};

const byGrantType: GrantHandler = async (call, deps) => {
  const grantType = call.parameters.get("grant_type");
  if (grantType === undefined) return refuse("AADSTS900144", "grant_type");
  const handler = Object.hasOwn(grantTypes, grantType) ? grantTypes[grantType] : undefined;
  return handler === undefined ? refuse("AADSTS70003", grantType) : handler(call, deps);
};

const endpoint =
  (handler: GrantHandler) =>
  async (request: WallRequest, tenant: string, form: TokenForm, deps: EntraDeps): Promise<WallResponse> => {
    const trace = traceOf(request, deps);
    const outcome = await answer(handler, request, tenant, form, deps);
    const response = isRefusal(outcome) ? refusalAnswer(outcome, trace) : json(200, outcome);
    return withHeaders(response, {
      "cache-control": "no-store, no-cache",
      pragma: "no-cache",
      "x-ms-request-id": trace.traceId,
      ...(request.headers["return-client-request-id"] === "true" ? { "client-request-id": trace.correlationId } : {}),
    });
  };

async function answer(
  handler: GrantHandler,
  request: WallRequest,
  tenant: string,
  form: TokenForm,
  deps: EntraDeps,
): Promise<object | Refusal> {
  const parameters = readForm(request);
  if (parameters === undefined) return refuse("AADSTS9002313");
  const claim = readClaim(parameters, request.headers["authorization"]);
  return handler({ parameters, claim, form, tenant }, deps);
}

/** `POST /{tenant}/oauth2[/v2.0]/token` and `/adfs/oauth2/token`. */
export const tokenEndpoint = endpoint(byGrantType);

/** `POST /{tenant}/oauth2[/v2.0]/devicecode` and `/adfs/oauth2/devicecode`. */
export const deviceEndpoint = endpoint(deviceAuthorization);
