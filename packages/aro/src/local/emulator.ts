import { readFileSync } from "node:fs";
import type { Directory } from "@aro/cli";
import { type Control, controlOf } from "./control.ts";
import { type Ask, askWith } from "./https.ts";
import { readJson } from "./json-file.ts";
import type { Health } from "./program.ts";
import type { InstanceSettings } from "./records.ts";
import { serviceNames } from "./rp-environment.ts";
import type { StateFolder } from "./state-folder.ts";

/** All that is agreed with packages/local: its configuration, the files it leaves, and its control API. */
export interface Emulator {
  /** `https://localhost:PORT`. */
  endpoint: string;
  ask: Ask;
  control(): Control;
  health(signal: AbortSignal): Promise<Health>;
  directory: Directory;
  /** Object id of an application's service principal. */
  objectIdOf(appId: string): Promise<string>;
}

/** What the emulator is started with (`--config FILE`). `programs`: the file that starts the service's programs. `exchanges`: the folder in which it writes down what is said to the service. */
export const emulatorConfig = (
  folder: StateFolder,
  settings: InstanceSettings,
  exchanges: string | undefined,
  programs: string,
) => ({
  programs,
  stateFolder: folder.path,
  port: settings.ports.arm,
  provider: `https://localhost:${settings.ports.rp}`,
  region: serviceNames.location,
  timeScale: settings.timeScale,
  seed: settings.seed,
  reproducible: settings.reproducible === true,
  tenantId: settings.tenantId,
  subscriptionId: settings.subscriptionId,
  ...(settings.firstPartyClientId === undefined ? {} : { firstPartyClientId: settings.firstPartyClientId }),
  ...(exchanges === undefined || exchanges === "" ? {} : { exchanges }),
});

/** What the emulator says of itself in `endpoints.json`, as far as the service is told. */
export interface Endpoints {
  /** Of the process that wrote it. */
  pid: number;
  suffix: string;
  firstPartyClientId: string;
  /** Common name of the administrator's certificate. */
  adminCommonName: string;
  /** Where step boundaries are reported. */
  boundary: string;
}

/** The emulator of an instance; `keepAlive` as for {@link askWith}. */
export function emulatorOf(
  folder: StateFolder,
  settings: InstanceSettings,
  options?: { keepAlive: boolean },
): Emulator {
  const endpoint = `https://localhost:${settings.ports.arm}`;
  const ask = askWith(() => readFileSync(folder.ca, "utf8"), options);
  const control = () => controlOf(endpoint, readControlSecret(folder), ask);
  const find = async (appId: string): Promise<string | undefined> => {
    const { principals } = (await control().call("GET", "/_local/principals")) as {
      principals: { appId: string; objectId: string }[];
    };
    return principals.find((one) => one.appId === appId)?.objectId;
  };
  const firstParty = () => (readJson<Endpoints>(folder.endpoints) as Endpoints).firstPartyClientId;
  return {
    endpoint,
    ask,
    control,
    health: (signal) => healthAt(ask, `${endpoint}/_local/health`, signal),
    objectIdOf: async (appId) => {
      const objectId = await find(appId);
      if (objectId === undefined) throw new Error(`the emulator has no application ${appId}`);
      return objectId;
    },
    directory: {
      make: async (displayName) => {
        const made = (await control().call("POST", "/_local/principals", { displayName })) as {
          principals: { appId: string; clientSecret: string }[];
        };
        const [principal] = made.principals;
        if (principal === undefined) throw new Error("the emulator made no service principal");
        return { clientId: principal.appId, clientSecret: principal.clientSecret };
      },
      objectIdOf: find,
      service: () => find(firstParty()),
      renew: async (clientId) => {
        if ((await find(clientId)) === undefined) return undefined;
        const path = `/_local/principals/${encodeURIComponent(clientId)}/secrets`;
        const { clientSecret } = (await control().call("POST", path, {})) as { clientSecret: string };
        return { clientId, clientSecret };
      },
    },
  };
}

/** The bearer secret of the control API. */
export const readControlSecret = (folder: StateFolder): string => readFileSync(folder.controlSecret, "utf8").trim();

/** How whoever answers at `url` is: 200 is healthy. Throws nothing. */
export async function healthAt(ask: Ask, url: string, signal: AbortSignal): Promise<Health> {
  try {
    const { status, body } = await ask(url, { signal, timeoutMilliseconds: 2_000 });
    if (status === 200) return { healthy: true };
    return { healthy: false, reason: `answers ${status}: ${body.trim().slice(0, 160)}` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { healthy: false, reason: `does not answer (${code ?? message})` };
  }
}
