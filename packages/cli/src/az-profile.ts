import { join } from "node:path";
import type { World } from "./world.ts";

/** The subscription that `az account set` chose, from the profile that `az login` leaves; undefined when there is none for this cloud. */
export async function azureSubscription(world: World, cloudName: string): Promise<string | undefined> {
  const home = world.environment["HOME"] ?? world.environment["USERPROFILE"] ?? "";
  const folder = world.environment["AZURE_CONFIG_DIR"] ?? join(home, ".azure");
  let text: string;
  try {
    text = await world.readFile(join(folder, "azureProfile.json"));
  } catch {
    return undefined;
  }
  const profile = JSON.parse(text.replace(/^\uFEFF/, "")) as {
    subscriptions?: { id: string; isDefault?: boolean; environmentName?: string }[];
  };
  const azName = { AzurePublicCloud: "AzureCloud", AzureUSGovernmentCloud: "AzureUSGovernment" }[cloudName];
  return profile.subscriptions?.find(
    (subscription) =>
      subscription.isDefault === true && (azName === undefined || subscription.environmentName === azName),
  )?.id;
}
