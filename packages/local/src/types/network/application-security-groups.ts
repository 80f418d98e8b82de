import type { TypeRow } from "../../resources/contract.ts";
import type { Reference } from "../../resources/type-facts.ts";
import { networkType } from "./base.ts";
import { notInUse, resourceGuid } from "./rules.ts";

/** A place where an application security group is named. */
export const namesGroup = (at: string): Reference => ({
  at,
  to: "microsoft.network/applicationsecuritygroups",
  sameRegion: true,
});

/** Application security groups: names for sets of interfaces, for security rules to use. */
export const applicationSecurityGroups: TypeRow = networkType({
  type: "Microsoft.Network/applicationSecurityGroups",
  model: "ApplicationSecurityGroup",
  label: "ApplicationSecurityGroup",
  takes: { put: [2_000, 5_000], delete: [2_000, 5_000] },
  rules: [resourceGuid],
  removal: [
    notInUse(
      "InUseApplicationSecurityGroupCannotBeDeleted",
      (id, users) =>
        `Application security group ${id} cannot be deleted because it is in use by the following resources: ${users.join(", ")}.`,
    ),
  ],
});
