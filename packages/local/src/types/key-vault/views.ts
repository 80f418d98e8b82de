import { copy, type Doc, record, records, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import type { Row } from "../../documents/rows.ts";
import { createChecker } from "../../resources/checker.ts";
import type { View, ViewRow } from "../../resources/contract.ts";
import { etagOf } from "../../resources/etags.ts";
import { refuseIfLocked } from "../../resources/locks.ts";
import { store } from "../../resources/references.ts";
import { resourceNotFound } from "../../resources/scope.ts";
import { vaultChecker, vaultVersions } from "./base.ts";
import { deletedVault, deletedVaults, holderOf, noDeleted, purge, shownDeleted } from "./deleted.ts";
import { invalidName, isVaultName, takenName } from "./names.ts";
import { changePolicies, policiesOf, policyChanges } from "./policies.ts";

const common = { apiVersions: vaultVersions, evidence: "documented" } as const;

const hsmChecker = createChecker({ models: { NameOnly: { name: "*string" } }, values: {} });

const deletedHere = ({ engine, id }: View): Row => {
  const [location = "", name = ""] = id.names;
  const found = deletedVault(engine, id.subscription, location, name);
  if (found === undefined) throw noDeleted(name);
  return found;
};

function nameAvailability({ engine, body }: View): Doc {
  const name = text(body["name"]);
  if (text(body["type"]).toLowerCase() !== "microsoft.keyvault/vaults")
    throw new Refusal(400, "BadRequest", `The type '${text(body["type"])}' is not Microsoft.KeyVault/vaults.`);
  if (!isVaultName(name)) return { nameAvailable: false, reason: "AccountNameInvalid", message: invalidName(name) };
  if (holderOf(engine, name) !== undefined)
    return { nameAvailable: false, reason: "AlreadyExists", message: takenName(name) };
  return { nameAvailable: true };
}

function setPolicies({ engine, id, body }: View): Doc {
  const change = policyChanges.find((one) => one === id.name.toLowerCase());
  if (change === undefined)
    throw new Refusal(
      400,
      "BadRequest",
      `'${id.name}' is no change of access policies; they are ${policyChanges.join(", ")}.`,
    );
  const key = id.key.split("/").slice(0, -2).join("/");
  const vault = engine.rows.get(key);
  if (vault === undefined)
    throw resourceNotFound("Microsoft.KeyVault/vaults", id.names[0] ?? "", id.scope.split("/")[4] ?? "");
  refuseIfLocked(engine, key, "write", vault.id);
  const given = records(record(body["properties"])["accessPolicies"]);
  const properties = record(vault.body["properties"]);
  const odd = given.find((one) => text(one["tenantId"]).toLowerCase() !== text(properties["tenantId"]).toLowerCase());
  if (odd !== undefined)
    throw new Refusal(
      400,
      "BadRequest",
      `The tenant '${text(odd["tenantId"])}' of an access policy is not the vault's.`,
    );
  const accessPolicies = changePolicies(policiesOf(vault.body), change, given);
  store(engine, {
    ...vault,
    body: { ...copy(vault.body), properties: { ...properties, accessPolicies } },
    etag: etagOf(engine, {}),
    changedAt: engine.clock.now(),
  });
  return {
    id: `${vault.id}/accessPolicies/`,
    type: "Microsoft.KeyVault/vaults/accessPolicies",
    location: vault.location,
    properties: { accessPolicies },
  };
}

/** What Microsoft.KeyVault answers besides its vaults. */
export const keyVaultViews = (): readonly ViewRow[] => [
  {
    ...common,
    type: "Microsoft.KeyVault/checkNameAvailability",
    ends: "type",
    verb: "POST",
    body: { checker: vaultChecker, model: "VaultCheckNameAvailabilityParameters" },
    what: "whether a vault's name is free and well formed",
    answer: nameAvailability,
  },
  // az asks for managed HSMs wherever it asks for vaults: there are none, and there never were.
  ...["managedHSMs", "deletedManagedHSMs"].map(
    (kind): ViewRow => ({
      ...common,
      type: `Microsoft.KeyVault/${kind}`,
      ends: "type",
      verb: "GET",
      paged: true,
      what: "empty: the emulated Azure makes no managed HSMs",
      answer: () => [],
    }),
  ),
  {
    ...common,
    type: "Microsoft.KeyVault/checkMhsmNameAvailability",
    ends: "type",
    verb: "POST",
    body: { checker: hsmChecker, model: "NameOnly" },
    what: "whether a managed HSM's name is well formed; every one is free",
    answer: ({ body }) =>
      isVaultName(text(body["name"]))
        ? { nameAvailable: true }
        : { nameAvailable: false, reason: "AccountNameInvalid", message: invalidName(text(body["name"])) },
  },
  {
    ...common,
    type: "Microsoft.KeyVault/deletedVaults",
    ends: "type",
    verb: "GET",
    paged: true,
    what: "the deleted vaults of the subscription",
    answer: ({ engine, id }) => deletedVaults(engine, id.subscription).map(shownDeleted),
  },
  {
    ...common,
    type: "Microsoft.KeyVault/locations/deletedVaults",
    ends: "name",
    verb: "GET",
    what: "one deleted vault",
    answer: (view) => shownDeleted(deletedHere(view)),
  },
  {
    ...common,
    type: "Microsoft.KeyVault/locations/deletedVaults/purge",
    ends: "type",
    verb: "POST",
    what: "a deleted vault is gone for good when the call is answered, unless it is protected",
    answer: (view) => {
      purge(view.engine, deletedHere(view));
      return undefined;
    },
  },
  {
    ...common,
    type: "Microsoft.KeyVault/vaults/accessPolicies",
    ends: "name",
    verb: "PUT",
    body: { checker: vaultChecker, model: "VaultAccessPolicyParameters" },
    what: "adds, removes or replaces entries of a vault's access policies",
    answer: setPolicies,
  },
];
