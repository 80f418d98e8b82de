import type { Cloud } from "@aro/api";
import { type Connection, connect, findCloud, type TokenCredential, type Trouble } from "@aro/client";
import { azureSubscription } from "./az-profile.ts";
import { Problem } from "./problem.ts";
import { elapsedText } from "./progress/elapsed.ts";
import type { Directory, LocalInstance, World } from "./world.ts";

/** Who calls which cloud, for which subscription. */
export interface Session {
  cloud: Cloud;
  connection: Connection;
  subscriptionId: string;
  /** Who can make service principals for clusters, if anybody. */
  directory?: Directory;
}

/** What every command accepts about where it goes. */
export interface SignInFlags {
  subscription?: string;
  cloud?: string;
  state?: string;
}

/**
 * Decides whom to call and as whom: the variables of `aro local env`, else the local instance when it is up, else Azure with the usual chain.
 * `--cloud` skips the local ones. @throws Problem saying what is missing.
 */
export async function signIn(world: World, flags: SignInFlags): Promise<Session> {
  const { environment } = world;
  if (flags.cloud === undefined && flags.state === undefined && environment["ARO_LOCAL_ARM"]) {
    const instance = await world.localInstance(undefined);
    const same = instance?.environment["ARO_LOCAL_ARM"] === environment["ARO_LOCAL_ARM"] ? instance : undefined;
    return localSession(world, flags, environment, same);
  }
  if (flags.cloud === undefined) {
    const instance = await world.localInstance(flags.state);
    if (instance !== undefined) {
      world.stderr.write(
        `aro: using the local instance of ${instance.state} (${instance.environment["ARO_LOCAL_ARM"]})\n`,
      );
      return localSession(world, flags, instance.environment, instance);
    }
    if (flags.state !== undefined)
      throw new Problem(
        `the local instance of ${flags.state} is not up; start it with: ${world.command} local up --state ${flags.state}`,
      );
  }
  return azureSession(world, flags);
}

/** The variables that the local instance exports for clients (see `aro local env`). */
const localVariables = [
  "ARO_LOCAL_ARM",
  "ARO_LOCAL_CA",
  "ARO_LOCAL_TENANT",
  "ARO_LOCAL_SUBSCRIPTION",
  "ARO_LOCAL_CLIENT_ID",
  "ARO_LOCAL_CLIENT_SECRET",
] as const;

async function localSession(
  world: World,
  flags: SignInFlags,
  environment: Readonly<Record<string, string | undefined>>,
  instance: LocalInstance | undefined,
): Promise<Session> {
  const missing = localVariables.filter((name) => !environment[name]);
  if (missing.length > 0)
    throw new Problem(`${missing.join(", ")} unset beside ARO_LOCAL_ARM; run: eval "$(${world.command} local env)"`);
  const value = (name: (typeof localVariables)[number]): string => environment[name] ?? "";
  const ca = await readCa(world, value("ARO_LOCAL_CA"));
  const cloud = await discover(world, value("ARO_LOCAL_ARM"), ca);
  const { ClientSecretCredential } = await import("@azure/identity");
  const credential = () =>
    new ClientSecretCredential(
      value("ARO_LOCAL_TENANT"),
      value("ARO_LOCAL_CLIENT_ID"),
      value("ARO_LOCAL_CLIENT_SECRET"),
      {
        authorityHost: cloud.authority,
        disableInstanceDiscovery: true,
        tlsOptions: { ca },
        ...(world.httpClient === undefined ? {} : { httpClient: world.httpClient }),
      },
    );
  const made = session(world, cloud, credential, flags.subscription ?? value("ARO_LOCAL_SUBSCRIPTION"), ca);
  return instance === undefined ? made : { ...made, directory: instance.directory };
}

async function azureSession(world: World, flags: SignInFlags): Promise<Session> {
  const { environment } = world;
  const cloud = await discover(world, flags.cloud ?? environment["AZURE_ENVIRONMENT"] ?? "AzurePublicCloud", undefined);
  const subscriptionId =
    flags.subscription ?? environment["AZURE_SUBSCRIPTION_ID"] ?? (await azureSubscription(world, cloud.name));
  if (subscriptionId === undefined || subscriptionId === "")
    throw new Problem(
      `no subscription: give --subscription, set AZURE_SUBSCRIPTION_ID, sign in with 'az login', or start the local instance with '${world.command} local up'`,
    );
  const { DefaultAzureCredential } = await import("@azure/identity");
  const credential = () =>
    new DefaultAzureCredential({
      authorityHost: cloud.authority,
      ...(cloud.instanceDiscovery ? {} : { disableInstanceDiscovery: true }),
    });
  return session(world, cloud, credential, subscriptionId, undefined);
}

function session(
  world: World,
  cloud: Cloud,
  credential: () => TokenCredential,
  subscriptionId: string,
  ca: string | undefined,
): Session {
  const common = {
    clock: world.clock,
    random: world.random,
    signal: world.interrupt,
    onTrouble: tell(world),
    ...(world.patienceMilliseconds === undefined ? {} : { patienceMilliseconds: world.patienceMilliseconds }),
    ...transport(world, ca),
  };
  return {
    cloud,
    subscriptionId,
    connection: connect({
      ...common,
      endpoint: cloud.resourceManager,
      identity: { credential, scope: scopeOf(cloud.resourceManagerAudience) },
    }),
  };
}

async function discover(world: World, nameOrAddress: string, ca: string | undefined): Promise<Cloud> {
  const options = {
    clock: world.clock,
    random: world.random,
    signal: world.interrupt,
    patienceMilliseconds: 10_000,
    ...transport(world, ca),
  };
  return findCloud(nameOrAddress, options).catch((error: unknown) => {
    if (error instanceof Error && error.name === "Error") throw Problem.usage(error.message);
    throw error;
  });
}

const transport = (world: World, ca: string | undefined) => ({
  ...(ca === undefined ? {} : { ca }),
  ...(world.httpClient === undefined ? {} : { httpClient: world.httpClient }),
});

const scopeOf = (audience: string): string => `${audience.replace(/\/+$/, "")}/.default`;

/** Calls that are made side by side fail side by side: that is one trouble. */
const oneTroubleMilliseconds = 60_000;

/** One line when the service is found away, none for each attempt that finds it so again. */
function tell(world: World): (trouble: Trouble) => void {
  let toldAt = -Infinity;
  return ({ problem, tries, leftMilliseconds }) => {
    const now = world.clock.monotonic();
    if (tries > 1 || now - toldAt < oneTroubleMilliseconds) return;
    toldAt = now;
    world.stderr.write(
      `aro: the service does not answer (${problem}); trying again for up to ${elapsedText(leftMilliseconds)}\n`,
    );
  };
}

const readCa = (world: World, path: string): Promise<string> =>
  world.readFile(path).catch((cause: unknown) => {
    throw new Problem(`ARO_LOCAL_CA names ${path}, which cannot be read; run: eval "$(${world.command} local env)"`, {
      cause,
    });
  });
