import { X509Certificate } from "node:crypto";
import type { DirectoryObject } from "../entra/directory/objects.ts";
import { isSignedBy, readJwt } from "../entra/jwt.ts";
import { answer, bodyOf, findObject, type GraphCall, type GraphHandler, noContent } from "./call.ts";
import { checkChange } from "./caller.ts";
import type { GraphDeps } from "./deps.ts";
import { badRequest, denied, GraphRefusal } from "./refusal.ts";
import { time } from "./render.ts";
import { type Doc, isGuid, readShape } from "./shape.ts";
import { keyCredential, passwordCredential } from "./shapes.ts";

const at = (value: unknown): number | undefined => (typeof value === "string" ? Date.parse(value) : undefined);

/** The application or principal whose credentials a call is about. */
const credentialHolder = ({ parts, deps }: GraphCall): DirectoryObject =>
  parts["application"] === undefined
    ? findObject(parts["servicePrincipal"] ?? "", ["servicePrincipal"], deps, true)
    : findObject(parts["application"], ["application"], deps, true);

/** `POST …/addPassword`: makes a password and shows it, this once. It needs no body: `az aro create` sends none. */
export const addPassword: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = credentialHolder(call);
  checkChange(caller, object, deps);
  const body = readShape(call.request.body.byteLength === 0 ? {} : bodyOf(call), {
    type: "addPassword",
    members: { passwordCredential: { one: passwordCredential } },
  });
  const { displayName, startDateTime, endDateTime } = (body["passwordCredential"] ?? {}) as Doc;
  const [startsAt, endsAt] = [at(startDateTime), at(endDateTime)];
  if (endsAt !== undefined && endsAt <= (startsAt ?? deps.clock.now()))
    throw badRequest("The value of property 'endDateTime' must be later than 'startDateTime'.");
  const secret = deps.directory.credentialStore.addSecret(object.id, {
    ...(typeof displayName === "string" ? { displayName } : {}),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  });
  return answer(call, "microsoft.graph.passwordCredential", {
    customKeyIdentifier: null,
    displayName: secret.displayName ?? null,
    endDateTime: time(secret.endsAt),
    hint: secret.hint,
    keyId: secret.keyId,
    secretText: secret.value,
    startDateTime: time(secret.startsAt),
  });
};

/** `POST …/removePassword`. */
export const removePassword: GraphHandler = (call) => {
  const object = credentialHolder(call);
  checkChange(call.caller, object, call.deps);
  const { keyId } = readShape(bodyOf(call), { type: "removePassword", members: { keyId: "guid" } });
  if (!isGuid(keyId)) throw badRequest("A value is required for property 'keyId' of resource.");
  if (!call.deps.directory.credentialStore.removeSecret(object.id, keyId))
    throw badRequest(`No password credential found with keyId '${keyId}'.`);
  return noContent();
};

/** Makes the certificates of an object be those of a list: known ones stay, new ones bring their bytes, the rest go. */
export function putKeys(object: DirectoryObject, list: unknown, { directory: { credentialStore } }: GraphDeps): void {
  if (!Array.isArray(list)) return;
  const wanted = list as readonly Doc[];
  const present = credentialStore.of(object.id).certificates;
  for (const { keyId } of present)
    if (!wanted.some((one) => String(one["keyId"]).toLowerCase() === keyId.toLowerCase()))
      credentialStore.removeCertificate(object.id, keyId);
  for (const one of wanted) {
    const isKnown = present.some(({ keyId }) => keyId.toLowerCase() === String(one["keyId"]).toLowerCase());
    if (!isKnown) addCertificate(object, one, { directory: { credentialStore } });
  }
}

function addCertificate(
  object: DirectoryObject,
  key: Doc,
  { directory: { credentialStore } }: { directory: Pick<GraphDeps["directory"], "credentialStore"> },
) {
  const certificate = readCertificate(key);
  const { validTo } = new X509Certificate(certificate);
  const endsAt = at(key["endDateTime"]);
  if (endsAt !== undefined && endsAt > Date.parse(validTo))
    throw new GraphRefusal(400, "KeyCredentialsInvalidEndDate", "Key credential end date is invalid.");
  const { displayName, keyId } = key;
  const startsAt = at(key["startDateTime"]);
  return credentialStore.addCertificate(object.id, certificate, {
    ...(isGuid(keyId) ? { keyId } : {}),
    ...(typeof displayName === "string" ? { displayName } : {}),
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(endsAt === undefined ? {} : { endsAt }),
  });
}

/** The certificate in a key credential, as PEM. */
function readCertificate({ key, type, usage }: Doc): string {
  if (type !== "AsymmetricX509Cert" || usage !== "Verify")
    throw badRequest("Only key credentials of type 'AsymmetricX509Cert' with usage 'Verify' are served here.");
  try {
    const bytes = Buffer.from(String(key), "base64");
    // Some clients send the PEM's own text in base64.
    return new X509Certificate(bytes).toString();
  } catch (cause) {
    throw new GraphRefusal(400, "KeyCredentialsInvalidValue", `Key credential is invalid: ${(cause as Error).message}`);
  }
}

/** The audience that a proof of possession is for: the directory itself. */
const proofAudience = "00000002-0000-0000-c000-000000000000";

/** Whether a proof is a token of ten minutes at most, signed with a certificate that the object has. */
function isProven(proof: unknown, object: DirectoryObject, { directory, clock }: GraphDeps): boolean {
  const jwt = readJwt(typeof proof === "string" ? proof : "");
  if (jwt === undefined) return false;
  const { aud, iss, exp, nbf } = jwt.claims;
  const now = clock.now() / 1000;
  if (aud !== proofAudience || iss !== object.id || typeof exp !== "number" || typeof nbf !== "number") return false;
  if (exp < now || nbf > now + 300 || exp - nbf > 600) return false;
  const { certificates } = directory.credentialStore.of(object.id);
  return certificates.some(({ certificate }) => isSignedBy(jwt, certificate));
}

const proofShape = { proof: "string" } as const;

/** `POST …/addKey`: another certificate, for who has one already. */
export const addKey: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = credentialHolder(call);
  if (caller.appId.toLowerCase() !== object.appId?.toLowerCase()) checkChange(caller, object, deps);
  const body = readShape(bodyOf(call), {
    type: "addKey",
    members: { ...proofShape, keyCredential: { one: keyCredential }, passwordCredential: "any" },
  });
  if (!isProven(body["proof"], object, deps)) throw denied();
  const made = deps.durable.transaction(() => addCertificate(object, (body["keyCredential"] ?? {}) as Doc, deps));
  return answer(call, "microsoft.graph.keyCredential", {
    customKeyIdentifier: made.sha1,
    displayName: made.displayName ?? null,
    endDateTime: time(made.endsAt),
    key: null,
    keyId: made.keyId,
    startDateTime: time(made.startsAt),
    type: "AsymmetricX509Cert",
    usage: "Verify",
  });
};

/** `POST …/removeKey`: with the proof of a certificate, which may be the one that goes. */
export const removeKey: GraphHandler = (call) => {
  const { caller, deps } = call;
  const object = credentialHolder(call);
  if (caller.appId.toLowerCase() !== object.appId?.toLowerCase()) checkChange(caller, object, deps);
  const { keyId, proof } = readShape(bodyOf(call), { type: "removeKey", members: { ...proofShape, keyId: "guid" } });
  if (!isProven(proof, object, deps)) throw denied();
  if (!isGuid(keyId) || !deps.directory.credentialStore.removeCertificate(object.id, keyId))
    throw badRequest(`No key credential found with keyId '${String(keyId)}'.`);
  return noContent();
};
