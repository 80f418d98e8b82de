import type { TypeRow } from "../../resources/contract.ts";
import { conditions, extensionType, inListing } from "./base.ts";

/** Management locks. What they forbid is in resources/locks.ts. */
export const locks: TypeRow = extensionType({
  type: "Microsoft.Authorization/locks",
  model: "ManagementLock",
  label: "ManagementLock",
  apiVersions: ["2020-05-01", "2017-04-01", "2016-09-01"],
  namePattern: /^[^<>%&:\\?/\p{Cc}]{1,260}$/u,
  answersDeleted: true,
  lists: (row, filter, scope) => inListing(row, scope, conditions(filter, [/^atScope\(\)$/i])),
});
