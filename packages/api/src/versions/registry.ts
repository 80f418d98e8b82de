import { contract20250725 } from "./2025-07-25/contract.ts";
import type { Contract } from "./contract/contract.ts";
import { judge } from "./contract/judge.ts";
import { externalView } from "./contract/view.ts";
import type { ApiVersion } from "./version.ts";

const contracts: readonly Contract[] = [contract20250725];

const versionOf = (contract: Contract): ApiVersion => ({
  name: contract.name,
  toExternal: (cluster) => externalView(contract, cluster),
  judge: (request) => judge(contract, request),
});

/** Every api-version served, by name (ARM-URI-01). */
export const apiVersions: ReadonlyMap<string, ApiVersion> = new Map(
  contracts.map((contract) => [contract.name, versionOf(contract)]),
);
