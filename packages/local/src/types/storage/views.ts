import { type Doc, text } from "../../documents/document.ts";
import { Refusal } from "../../documents/refusal.ts";
import { locationTable } from "../../facts/locations.ts";
import type { View, ViewRow } from "../../resources/contract.ts";
import { limitSet } from "../../resources/limits.ts";
import { accountName, accountNameProblem } from "./account-name.ts";
import { storageChecker } from "./models.ts";
import { storageVersions } from "./versions.ts";

const accountType = "microsoft.storage/storageaccounts";
const accountsOfARegion = 250;

const common = { apiVersions: storageVersions, evidence: "documented" } as const;

function nameAvailability({ engine, body }: View): Doc {
  const name = text(body["name"]);
  if (text(body["type"]).toLowerCase() !== accountType)
    throw new Refusal(
      400,
      "InvalidValuesForRequestParameters",
      `Values for request parameters are invalid: type. '${text(body["type"])}' is not Microsoft.Storage/storageAccounts.`,
    );
  if (!accountName.test(name))
    return {
      nameAvailable: false,
      reason: accountNameProblem.code,
      message: accountNameProblem.told(name),
    };
  const holder = engine.rows.value(`storage-account ${name}`);
  if (holder !== undefined && engine.rows.has(holder))
    return {
      nameAvailable: false,
      reason: "AlreadyExists",
      message: `The storage account named ${name} is already taken.`,
    };
  return { nameAvailable: true };
}

function usages({ engine, id }: View): Doc {
  const location = text(id.names[0]).toLowerCase();
  const own = engine.rows.inSubscription(id.subscription, accountType, "", 100_000);
  const limit = { subscription: id.subscription, provider: "Microsoft.Storage", location, name: "StorageAccounts" };
  return {
    value: [
      {
        unit: "Count",
        currentValue: own.filter((row) => row.location === location).length,
        limit: limitSet(engine.rows, limit) ?? accountsOfARegion,
        name: { value: "StorageAccounts", localizedValue: "Storage Accounts" },
      },
    ],
  };
}

/** Redundancies that accounts are offered with, by tier. */
const skuTable = [
  ["Standard_LRS", "Standard", "StorageV2"],
  ["Standard_ZRS", "Standard", "StorageV2"],
  ["Standard_GRS", "Standard", "StorageV2"],
  ["Standard_RAGRS", "Standard", "StorageV2"],
  ["Premium_LRS", "Premium", "StorageV2"],
  ["Premium_LRS", "Premium", "BlockBlobStorage"],
  ["Premium_LRS", "Premium", "FileStorage"],
] as const;

const skus = (): Doc[] =>
  Object.entries(locationTable).flatMap(([location, { zones }]) =>
    skuTable
      .filter(([name]) => zones.length > 0 || !name.endsWith("ZRS"))
      .map(([name, tier, kind]) => ({
        name,
        tier,
        kind,
        resourceType: "storageAccounts",
        locations: [location],
        capabilities: [],
        restrictions: [],
      })),
  );

/** What Microsoft.Storage answers besides its accounts. */
export const storageViews = (): readonly ViewRow[] => [
  {
    ...common,
    type: "Microsoft.Storage/checkNameAvailability",
    ends: "type",
    verb: "POST",
    body: { checker: storageChecker, model: "StorageAccountCheckNameAvailabilityParameters" },
    what: "whether an account's name is free and well formed",
    answer: nameAvailability,
  },
  {
    ...common,
    type: "Microsoft.Storage/locations/usages",
    ends: "type",
    verb: "GET",
    what: "how many accounts a subscription has in a region, of 250",
    answer: usages,
  },
  {
    ...common,
    type: "Microsoft.Storage/skus",
    ends: "type",
    verb: "GET",
    what: "the redundancies that accounts are offered with in each region",
    answer: () => ({ value: skus() }),
  },
];
