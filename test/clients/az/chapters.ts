import { identities, roles } from "./access.ts";
import type { Chapter } from "./command.ts";
import { deployments } from "./deployments.ts";
import { network } from "./network.ts";
import { ending, groups, publicCloud, signIn } from "./sign-in.ts";
import { vaultsAndAccounts } from "./vaults-and-accounts.ts";

/** Everything that an az says, in this order: later chapters use what earlier ones made. */
export const chapters: readonly Chapter[] = [
  signIn,
  groups,
  identities,
  roles,
  ...network,
  ...vaultsAndAccounts,
  ...deployments,
  publicCloud,
  ending,
];
