import { isPublic } from "../authorize/redirect-uri.ts";
import { authenticateClient, findClient, provesItself } from "../client-authentication.ts";
import type { EntraDeps } from "../deps.ts";
import { isRefusal, refuse } from "../failures.ts";
import { checkTenant, type GrantHandler, readWanted, scopeOf } from "./call.ts";
import { personTokens } from "./person.ts";

const lifetimeSeconds = 900;
const intervalSeconds = 5;
/** Letters and digits that are not mistaken for each other. */
const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

const newUserCode = ({ random }: EntraDeps): string =>
  Array.from(random.bytes(9), (byte) => alphabet[byte % alphabet.length]).join("");

/** `POST …/devicecode`: a code for the person to type, and one for the device to wait with. */
export const deviceAuthorization: GrantHandler = async ({ parameters, form, tenant, claim }, deps) => {
  const elsewhere = checkTenant(tenant, form, true, deps);
  if (elsewhere !== undefined) return elsewhere;
  if (claim.clientId === undefined) return refuse("AADSTS900144", "client_id");
  const client = findClient(claim.clientId, deps);
  if (isRefusal(client)) return client;
  if (!isPublic(client)) return refuse("AADSTS7000218");
  const wanted = readWanted(parameters, form) ?? (form === "v1" ? { resource: undefined } : undefined);
  if (wanted === undefined) return refuse("AADSTS900144", "scope");
  const scope = scopeOf(wanted, client, deps);
  if (isRefusal(scope)) return scope;
  const userCode = newUserCode(deps);
  const deviceCode = deps.grants.issue("device", { clientId: client.appId, userCode, wanted }, { lifetimeSeconds });
  deps.grants.issue("userCode", { deviceCode }, { lifetimeSeconds, secret: userCode });
  const place = `${deps.base}/common/oauth2/deviceauth`;
  return {
    user_code: userCode,
    device_code: deviceCode,
    ...(form === "v1" ? { verification_url: place } : { verification_uri: place }),
    expires_in: form === "v1" ? String(lifetimeSeconds) : lifetimeSeconds,
    interval: form === "v1" ? String(intervalSeconds) : intervalSeconds,
    message: `To sign in, use a web browser to open the page ${place} and enter the code ${userCode} to authenticate.`,
  };
};

/** `grant_type=…:device_code`: the device asks until the person has decided. */
export const deviceCode: GrantHandler = async ({ parameters, form, tenant, claim }, deps) => {
  const elsewhere = checkTenant(tenant, form, true, deps);
  if (elsewhere !== undefined) return elsewhere;
  const secret = parameters.get("device_code") ?? (form === "v1" ? parameters.get("code") : undefined);
  if (secret === undefined) return refuse("AADSTS900144", "device_code");
  if (claim.clientId === undefined) return refuse("AADSTS900144", "client_id");
  const client = findClient(claim.clientId, deps);
  if (isRefusal(client)) return client;
  const found = deps.grants.find("device", secret);
  if (found === undefined || found.value.clientId !== client.appId) return refuse("AADSTS70018");
  if (found.used) return refuse("AADSTS54005");
  if (found.expired) return refuse("AADSTS70019");
  const { decision, wanted } = found.value;
  if (decision === undefined) return refuse("AADSTS70016");
  if (decision === "declined") return refuse("AADSTS70017");
  const proof = provesItself(claim) ? await authenticateClient(claim, deps) : ({ client, method: "0" } as const);
  if (isRefusal(proof)) return proof;
  const tokens = personTokens(
    { proof, signedIn: decision, wanted, form, clientInfo: parameters.get("client_info") === "1" },
    deps,
  );
  if (!isRefusal(tokens)) deps.grants.markUsed("device", secret);
  return tokens;
};
