import { lastSegment, type RegistryProfile } from "@aro/api";
import { isFailure, resultOf, retryTransient } from "@aro/azure";
import { isoTime } from "@aro/runtime";
import { type ClusterContext, patchProperties } from "../context.ts";
import { propertiesOf } from "../names/cluster-facts.ts";
import { apiVersionOf } from "../template/api-versions.ts";
import { unlessGone } from "../unless-gone.ts";

/*
 * The token by which a cluster pulls from the service's registry: one for each cluster, made in the registry, its name written down first
 * (spec 03 §8.1).
 */

const apiVersion = apiVersionOf("microsoft.containerregistry") ?? "";
const dayMilliseconds = 86_400_000;
/** A password is valid for so long, and renewed when it is as old as the second. */
const validDays = 180;
const renewDays = 140;
const passwordNames = ["password1", "password2"] as const;

/** Whether the service has a registry of which clusters get tokens. */
export const hasRegistry = ({ settings }: ClusterContext): boolean => settings.registryId !== undefined;

const registryOf = ({ settings }: ClusterContext): string => {
  if (settings.registryId === undefined) throw new Error("the service has no registry");
  return settings.registryId;
};

const tokenId = (context: ClusterContext, name: string): string => `${registryOf(context)}/tokens/${name}`;

/** The cluster's entry of the service's registry. */
const registryProfile = ({ run, settings }: ClusterContext): RegistryProfile | undefined =>
  propertiesOf(run.cluster()).registryProfiles?.find(({ name }) => name === settings.registry);

async function patchProfile(context: ClusterContext, members: Partial<RegistryProfile>): Promise<void> {
  const { registry: name } = context.settings;
  await patchProperties(context, ({ registryProfiles = [] }) => ({
    registryProfiles: registryProfiles.map((profile) => (profile.name === name ? { ...profile, ...members } : profile)),
  }));
}

/** Gives the cluster a token with a password, unless it has one. Its name is written down before it is made, so that a delete finds it. */
export async function ensureToken(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const { settings, random, clock } = context;
  if (registryProfile(context) === undefined) {
    const profile: RegistryProfile = {
      name: settings.registry,
      username: `token-${random.uuid()}`,
      issueDate: isoTime(clock.now()),
    };
    await patchProperties(context, ({ registryProfiles = [] }) => ({
      registryProfiles: [...registryProfiles, profile],
    }));
  }
  const profile = registryProfile(context);
  if (profile === undefined) throw new Error("a registry profile that was written is not there");
  if (profile.password !== undefined) return;
  await makeToken(context, profile.username, signal);
  await newPassword(context, profile.username, "password1", signal);
}

async function makeToken(context: ClusterContext, name: string, signal: AbortSignal): Promise<void> {
  const { clients } = context.service;
  const body = {
    properties: { scopeMapId: `${registryOf(context)}/scopeMaps/_repositories_pull`, status: "enabled" },
  };
  const call = { method: "PUT", path: tokenId(context, name), apiVersion, body } as const;
  try {
    await retryTransient(() => clients.call(call, signal), context, signal);
  } catch (error) {
    // An earlier run is making it; a conflict about anything else leaves none.
    const isBeingMade = isFailure(error, "conflict") && (await unlessGone(() => readToken(context, name, signal)));
    if (!isBeingMade) throw error;
  }
  await made(context, name, signal);
}

interface Token {
  properties?: {
    provisioningState?: string;
    credentials?: { passwords?: { name?: string; creationTime?: string }[] };
  };
}

const readToken = async (context: ClusterContext, name: string, signal: AbortSignal): Promise<Token> => {
  const { body } = await context.service.clients.call(
    { method: "GET", path: tokenId(context, name), apiVersion },
    signal,
  );
  return body as Token;
};

async function made(context: ClusterContext, name: string, signal: AbortSignal): Promise<void> {
  const { clock, durations } = context;
  const until = clock.monotonic() + durations.deploymentLimit;
  for (;;) {
    const state = (await readToken(context, name, signal)).properties?.provisioningState ?? "Succeeded";
    if (state === "Succeeded") return;
    if (/^(Failed|Canceled)$/.test(state) || clock.monotonic() > until)
      throw new Error(`the token ${name} of the registry ${registryOf(context)} is ${state}`);
    await clock.sleep(durations.azurePoll, signal);
  }
}

async function newPassword(context: ClusterContext, name: string, which: string, signal: AbortSignal): Promise<void> {
  const { clock, sealer } = context;
  const now = clock.now();
  const body = { tokenId: tokenId(context, name), name: which, expiry: isoTime(now + validDays * dayMilliseconds) };
  const path = `${registryOf(context)}/generateCredentials`;
  const given = await retryTransient(
    () =>
      resultOf(context.service.clients, { method: "POST", repeatable: true, path, apiVersion, body }, context, signal),
    context,
    signal,
  );
  const { passwords = [] } = (given ?? {}) as { passwords?: { name?: string; value?: string }[] };
  const value = passwords.find((one) => one.name === which)?.value;
  if (!value) throw new Error(`the registry ${lastSegment(registryOf(context))} gave no password for ${name}`);
  // The date goes with the password: else every later run would renew it again (spec 03 §15.14).
  await patchProfile(context, { password: sealer.seal(value), issueDate: isoTime(now) });
}

/** Gives the token its other password when the one it has grows old; the former goes on being valid. */
export async function renewPassword(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const profile = registryProfile(context);
  if (profile?.password === undefined) return ensureToken(context, signal);
  const issued = Date.parse(profile.issueDate ?? "");
  if (context.clock.now() - issued < renewDays * dayMilliseconds) return;
  const { credentials } = (await readToken(context, profile.username, signal)).properties ?? {};
  await newPassword(context, profile.username, passwordToReplace(credentials?.passwords ?? []), signal);
}

/** The absent one, else one of unknown age, else the oldest. */
function passwordToReplace(present: readonly { name?: string; creationTime?: string }[]): string {
  const absent = passwordNames.find((name) => !present.some((one) => one.name === name));
  if (absent !== undefined && present.length > 0) return absent;
  const known = passwordNames.map((name) => ({
    name,
    at: present.find((one) => one.name === name)?.creationTime ?? "",
  }));
  return known.toSorted((one, other) => one.at.localeCompare(other.at))[0]?.name ?? passwordNames[0];
}

/** Removes the cluster's token from the registry; that it was gone is fine. */
export async function removeToken(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const profile = registryProfile(context);
  if (profile === undefined) return;
  const call = { method: "DELETE", path: tokenId(context, profile.username), apiVersion } as const;
  await unlessGone(() => retryTransient(() => context.service.clients.call(call, signal), context, signal));
  await unlessGone(async () => {
    const { clock, durations } = context;
    const until = clock.monotonic() + durations.deploymentLimit;
    // Gone when it is not found: what is still being removed is looked at again.
    while (clock.monotonic() < until) {
      await readToken(context, profile.username, signal);
      await clock.sleep(durations.azurePoll, signal);
    }
    throw new Error(`the token ${profile.username} is still in the registry`);
  });
}
