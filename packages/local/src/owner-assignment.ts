import type { Random } from "@aro/runtime";
import { armObjectId } from "./access/assignments.ts";
import type { Identities } from "./entra/identities.ts";
import { ownerName } from "./entra/seed.ts";
import type { IdentityServices } from "./identity-services.ts";
import type { SettingsStore } from "./state/settings-store.ts";
import type { ArmPart } from "./wall/arm-call.ts";

/** Ids of built-in roles, the same in every Azure cloud. */
const roles = {
  Owner: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
  Reader: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
} as const;

/** Who is to hold a role of a subscription from the start. */
interface Holder {
  subscriptionId: string;
  tenantId: string;
  objectId: string;
  /** A person; an application when absent. */
  person?: { role: keyof typeof roles };
}

interface Giving extends Deps {
  identities: Pick<Identities, "subscriptionId" | "ownerClientId" | "tenantId">;
  identity: Pick<IdentityServices, "directory" | "people">;
}

/** Gives a subscription its owner, and the people of the directory their roles in it. Called again, it changes nothing. */
export async function assignOwners(subscriptionId: string, giving: Giving): Promise<void> {
  const { identities, identity } = giving;
  const { tenantId } = identities;
  const { objectId } = identity.directory.ensure({ appId: identities.ownerClientId, displayName: ownerName });
  await assignOwner({ subscriptionId, tenantId, objectId }, giving);
  for (const { objectId, role } of identity.people())
    await assignOwner({ subscriptionId, tenantId, objectId, person: { role } }, giving);
}

interface Deps {
  resources: ArmPart;
  settings: SettingsStore;
  identities: Pick<Identities, "subscriptionId">;
  base: string;
  random: Random;
}

/** Makes a principal Owner of a subscription, or gives a person a role, once: who takes it away finds it away after a restart. */
async function assignOwner(owner: Holder, { resources, settings, identities, base, random }: Deps): Promise<void> {
  // The first subscription's are remembered under the bare names.
  const { person } = owner;
  const whom = person === undefined ? "" : ` ${owner.objectId}`;
  const mark = `${owner.subscriptionId === identities.subscriptionId ? "" : ` ${owner.subscriptionId}`}${whom}`;
  const done = `ownerAssigned${mark}`;
  if (settings.read(done) !== undefined) return;
  const scope = `/subscriptions/${owner.subscriptionId}/providers/Microsoft.Authorization`;
  const name = settings.once(`ownerAssignment${mark}`, () => random.uuid());
  const requestId = random.uuid();
  const body = {
    properties: {
      roleDefinitionId: `${scope}/roleDefinitions/${roles[person?.role ?? "Owner"]}`,
      principalId: owner.objectId,
      principalType: person === undefined ? "ServicePrincipal" : "User",
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
