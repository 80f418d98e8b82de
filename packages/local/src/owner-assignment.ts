import type { Random } from "@aro/runtime";
import { armObjectId } from "./access/assignments.ts";
import type { ArmPart } from "./arm-call.ts";
import type { Identities } from "./identities.ts";
import type { SettingsStore } from "./settings-store.ts";

/** Id of the built-in role Owner, the same in every Azure cloud. */
const ownerRole = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

interface Deps {
  resources: ArmPart;
  settings: SettingsStore;
  identities: Pick<Identities, "subscriptionId">;
  base: string;
  random: Random;
}

/** Makes a principal Owner of a subscription, once: who takes the role away finds it away after a restart. */
export async function assignOwner(
  owner: { subscriptionId: string; tenantId: string; objectId: string },
  { resources, settings, identities, base, random }: Deps,
): Promise<void> {
  // The first subscription's are remembered under the bare names.
  const mark = owner.subscriptionId === identities.subscriptionId ? "" : ` ${owner.subscriptionId}`;
  const done = `ownerAssigned${mark}`;
  if (settings.read(done) !== undefined) return;
  const scope = `/subscriptions/${owner.subscriptionId}/providers/Microsoft.Authorization`;
  const name = settings.once(`ownerAssignment${mark}`, () => random.uuid());
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
      objectId: armObjectId,
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
