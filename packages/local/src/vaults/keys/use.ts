import { record, text } from "../../documents/document.ts";
import { json } from "../../wall/answers.ts";
import type { VaultCall, VaultDeps, VaultOperation } from "../call.ts";
import { here, idOf } from "../object-names.ts";
import { disabled, VaultRefusal } from "../refusal.ts";
import { decrypt, encrypt, type KeyUse, signDigest, verifyDigest } from "./algorithms.ts";

const kind = "keys";

/** Uses a key: the caller never sees its private half. */
const using = (use: KeyUse, permission: string) => (call: VaultCall, deps: VaultDeps) => {
  const one = here(call, kind, deps);
  const attributes = record(one.body["attributes"]);
  if (attributes["enabled"] === false) throw disabled(kind, permission);
  const seconds = call.now / 1000;
  const isOut =
    Number(attributes["nbf"] ?? 0) > seconds || Number(attributes["exp"] ?? Number.POSITIVE_INFINITY) <= seconds;
  if (isOut && use !== "decrypt" && use !== "unwrapkey" && use !== "verify")
    throw new VaultRefusal(
      403,
      "Forbidden",
      `Operation ${permission} is not allowed on an expired or not yet valid key.`,
      "KeyOutOfValidity",
    );
  const allowed = one.body["key_ops"];
  if (Array.isArray(allowed) && !allowed.includes(permission))
    throw new VaultRefusal(
      403,
      "Forbidden",
      `Operation ${permission} is not permitted on this key.`,
      "KeyOperationForbidden",
    );
  const pem = text(one.body["key"]);
  const alg = text(call.body["alg"]);
  const bytes = (member: string) => Buffer.from(text(call.body[member]), "base64url");
  if (use === "verify") return json(200, { value: verifyDigest(pem, alg, bytes("digest"), bytes("value")) });
  const act = { encrypt, wrapkey: encrypt, decrypt, unwrapkey: decrypt, sign: signDigest }[use];
  const value = act(pem, alg, bytes("value")).toString("base64url");
  return json(200, { kid: idOf(call, kind, one.name, one.version), value });
};

const useBody = { "alg!": "text", "value!": "base64url" } as const;
const use = (path: KeyUse, permission: string, action: string): VaultOperation => ({
  method: "POST",
  path: `/keys/{name}/{version}/${path}`,
  kind,
  permissions: [permission],
  action: `keys/${action}/action`,
  body: path === "verify" ? { ...useBody, "digest!": "base64url" } : useBody,
  run: using(path, permission),
});

/** What callers let a key do for them. */
export const useOperations: readonly VaultOperation[] = [
  use("encrypt", "encrypt", "encrypt"),
  use("decrypt", "decrypt", "decrypt"),
  use("wrapkey", "wrapKey", "wrap"),
  use("unwrapkey", "unwrapKey", "unwrap"),
  use("sign", "sign", "sign"),
  use("verify", "verify", "verify"),
];
