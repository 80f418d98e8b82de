import { createHash } from "node:crypto";
import type { Engine } from "../../resources/engine.ts";
import { Refusal } from "../../resources/refusal.ts";
import type { Row } from "../../resources/rows.ts";
import { registryModels } from "../generated/container-registry.ts";
import { createChecker } from "../models.ts";
import type { TypeRow } from "../type-row.ts";

/** Versions that our clients send: the Python SDK, @azure/arm-containerregistry, azurerm, az 2.45, spec 03 §9.1. */
export const registryVersions: readonly string[] = [
  "2026-09-01-preview",
  "2025-11-01",
  "2025-04-01",
  "2023-11-01-preview",
  "2023-07-01",
  "2022-02-01-preview",
  "2021-08-01-preview",
  "2020-11-01-preview",
];

export const registryType = "microsoft.containerregistry/registries";
export const scopeMapType = `${registryType}/scopemaps`;

/** Checks bodies of Microsoft.ContainerRegistry. */
export const registryChecker = createChecker(registryModels);

/** What all types of Microsoft.ContainerRegistry have in common. */
export const registryCommon = {
  apiVersions: registryVersions,
  checker: registryChecker,
  parser: "arm",
  manner: "registry",
  busy: "conflict",
  parts: [],
  references: [],
  addresses: [],
  defaults: {},
  own: [],
  etag: false,
  expands: [],
  rules: [],
  effects: [],
  removal: [],
  evidence: "documented",
} as const satisfies Partial<TypeRow>;

/** Key of the registry that a token or scope map belongs to. */
export const registryKeyOf = (key: string): string => key.split("/").slice(0, -2).join("/");

/** A fresh password of Azure's form: 52 letters and digits with `+` and `/`. */
export const freshPassword = ({ random }: Pick<Engine, "random">): string =>
  Buffer.from(random.bytes(39)).toString("base64");

/** What is kept of a token's password: enough to tell it, not to say it. */
export const digestOf = (password: string): string => createHash("sha256").update(password).digest("base64");

/** Passwords of a registry's admin: `password` and `password2`, chosen when somebody first asks. Inside a transaction. */
export function adminPasswords(engine: Pick<Engine, "rows" | "random">, registry: Row, renew?: string): string[] {
  const place = `registry-admin ${registry.key} ${registry.createdAt}`;
  const kept = engine.rows.value(place);
  const known = kept === undefined ? [] : (JSON.parse(kept) as string[]);
  const passwords = ["password", "password2"].map((name, index) =>
    name === renew ? freshPassword(engine) : (known[index] ?? freshPassword(engine)),
  );
  engine.rows.setValue(place, JSON.stringify(passwords));
  return passwords;
}

/** Refuses what needs the admin of a registry without one. */
export function refuseWithoutAdmin(registry: Row): void {
  const properties = registry.body["properties"];
  if (typeof properties === "object" && properties !== null && "adminUserEnabled" in properties)
    if (properties["adminUserEnabled"] === true) return;
  throw new Refusal(
    400,
    "UnAuthorizedForCredentialOperations",
    `Cannot perform credential operations for ${registry.id} as admin user is disabled. Kindly enable admin user as per docs: https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account`,
  );
}
