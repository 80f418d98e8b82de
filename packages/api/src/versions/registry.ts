import { contract20191231 } from "./2019-12-31-preview/contract.ts";
import { contract20200430 } from "./2020-04-30/contract.ts";
import { contract20210901 } from "./2021-09-01-preview/contract.ts";
import { contract20220401 } from "./2022-04-01/contract.ts";
import { contract20220904 } from "./2022-09-04/contract.ts";
import { contract20230401 } from "./2023-04-01/contract.ts";
import { contract20230701 } from "./2023-07-01-preview/contract.ts";
import { contract20230904 } from "./2023-09-04/contract.ts";
import { contract20231122 } from "./2023-11-22/contract.ts";
import { contract20240812 } from "./2024-08-12-preview/contract.ts";
import { contract20250725 } from "./2025-07-25/contract.ts";
import { adminContract } from "./admin/contract.ts";
import type { Contract } from "./contract/contract.ts";
import { judge } from "./contract/judge.ts";
import { clusterView, prepared } from "./contract/prepared.ts";
import { resourcesOf } from "./resources/resources.ts";
import type { ApiVersion } from "./version.ts";

/** Every public api-version, oldest first. */
export const contracts: readonly Contract[] = [
  contract20191231,
  contract20200430,
  contract20210901,
  contract20220401,
  contract20220904,
  contract20230401,
  contract20230701,
  contract20230904,
  contract20231122,
  contract20240812,
  contract20250725,
];

function versionOf(contract: Contract): ApiVersion {
  const version = prepared(contract);
  return {
    name: contract.name,
    toExternal: (cluster) => clusterView(version, cluster),
    judge: (request) => judge(version, request),
    resources: resourcesOf(contract),
  };
}

/** Every public api-version served, by name (ARM-URI-01). */
export const apiVersions: ReadonlyMap<string, ApiVersion> = new Map(
  contracts.map((contract) => [contract.name, versionOf(contract)]),
);

/** The version for the service's administrators. It is not among {@link apiVersions}: whoever serves it asks for their certificate first. */
export const adminVersion: ApiVersion = versionOf(adminContract);
