import { createChecker } from "../../resources/checker.ts";
import type { Models } from "../../resources/models.ts";
import { storageModels } from "../generated/storage.ts";

const members = (model: string): Readonly<Record<string, string>> => storageModels.models[model] ?? {};

/** What a PUT may carry: what the create model has, and what a read account has besides, which is passed over. */
const withRead = (create: string, read: string): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(members(read)).map(([name, type]) => [name, `-${type.replace(/^[-*]/, "")}`])),
  ...members(create),
});

const models: Models = {
  models: {
    ...storageModels.models,
    StorageAccountPut: {
      ...withRead("StorageAccountCreateParameters", "StorageAccount"),
      properties: "StorageAccountPutProperties",
    },
    AccountSasParameters: {
      ...members("AccountSasParameters"),
      // Combinations of the letters that the SDK lists one by one.
      signedServices: "*string",
      signedResourceTypes: "*string",
      signedPermission: "*string",
    },
    ServiceSasParameters: { ...members("ServiceSasParameters"), signedResource: "string", signedPermission: "string" },
    StorageAccountPutProperties: withRead("StorageAccountCreateParametersProperties", "StorageAccountProperties"),
  },
  values: storageModels.values,
};

/** Checks bodies of Microsoft.Storage. */
export const storageChecker = createChecker(models);
