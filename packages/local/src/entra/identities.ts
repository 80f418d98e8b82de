import type { Random } from "@aro/runtime";
import { type Configuration, ConfigurationProblem } from "../facts/configuration.ts";
import type { SettingsStore } from "../state/settings-store.ts";
import { newSecret } from "./directory/credentials.ts";

/** The ids of this cloud and its owner's password: chosen once, then kept as long as the state folder is. */
export interface Identities {
  tenantId: string;
  subscriptionId: string;
  firstPartyClientId: string;
  ownerClientId: string;
  ownerSecret: string;
}

const names = ["tenantId", "subscriptionId", "firstPartyClientId", "ownerClientId"] as const;

/** @throws ConfigurationProblem when the configuration names other ids than the state folder was made with. */
export function chooseIdentities(
  configuration: Pick<Configuration, (typeof names)[number]>,
  settings: SettingsStore,
  random: Random,
): Identities {
  const problems: string[] = [];
  const chosen = names.map((name) => {
    const wanted = configuration[name];
    const value = settings.once(name, () => wanted ?? random.uuid());
    if (wanted !== undefined && wanted !== value)
      problems.push(`the state folder was made with ${name} ${value}, not ${wanted}; reset it, or leave ${name} out`);
    return [name, value];
  });
  if (problems.length > 0) throw new ConfigurationProblem(problems);
  const ownerSecret = settings.once("ownerSecret", () => newSecret(random));
  return { ...(Object.fromEntries(chosen) as Omit<Identities, "ownerSecret">), ownerSecret };
}
