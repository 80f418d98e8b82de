import type { Random } from "@aro/runtime";
import type { ArmPart } from "./arm-call.ts";
import type { SettingsStore } from "./settings-store.ts";

/** Id of the built-in role Owner, the same in every Azure cloud. */
const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const done = "ownerAssigned";

/** Makes the first principal Owner of the first subscription, once: who takes the role away finds it away after a restart. */
export async function assignOwner(
  owner: { subscriptionId: string; tenantId: string; objectId: string },
  { resources, settings, base, random }: { resources: ArmPart; settings: SettingsStore; base: string; random: Random },
): Promise<void> {
  if (settings.read(done) !== undefined) return;
  const scope = `/subscriptions/${owner.subscriptionId}/providers/Microsoft.Authorization`;
  const name = settings.once("ownerAssignment", () => random.uuid());
  const requestId = random.uuid();
  const body = {
    properties: {
      roleDefinitionId: `${scope}/roleDefinitions/${ownerRole}`,
      principalId: owner.objectId,
      principalType: "ServicePrincipal",
    },
  };
  const answer = await resources({
    request: {
      method: "PUT",
      url: new URL(`${scope}/roleAssignments/${name}?api-version=2022-04-01`, base),
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(body)),
      signal: new AbortController().signal,
    },
    principal: {
      objectId: owner.objectId,
      tenantId: owner.tenantId,
      kind: "ServicePrincipal",
      name: "Azure Resource Manager",
    },
    requestId,
    correlationId: requestId,
  });
  if (answer === undefined || answer.status >= 300)
    throw new Error(
      `the owner's role assignment was answered ${answer?.status}: ${new TextDecoder().decode(answer?.body)}`,
    );
  settings.write(done, "true");
}
