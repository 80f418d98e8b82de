import { join } from "node:path";
import { systemRandom } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Edge } from "../edge.ts";
import { nodeFlags, servingFlags } from "../node-flags.ts";
import { type Endpoints, emulatorConfig, emulatorOf, healthAt, readControlSecret } from "./emulator.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Program } from "./program.ts";
import type { InstanceSettings } from "./records.ts";
import { rpEnvironment } from "./rp-environment.ts";
import { makeKeys } from "./rp-secrets.ts";
import { applySeed } from "./seed/apply.ts";
import { ownerConnection } from "./seed/owner.ts";
import { registerProvider } from "./seed/register.ts";
import { seedServiceVaults } from "./seed/service-vaults.ts";
import type { StateFolder } from "./state-folder.ts";
import type { Plan } from "./supervise.ts";

/** The processes of an instance, in the order they start, and the seed. */
export function instancePlan(folder: StateFolder, settings: InstanceSettings, edge: Edge, log: Log): Plan {
  const emulator = emulatorOf(folder, settings, { keepAlive: true });
  const node = (flags: readonly string[], program: string, ...words: string[]) => ({
    command: process.execPath,
    arguments: [...flags, join(edge.root, program), ...words],
  });
  return {
    programs: [
      async (): Promise<Program> => {
        writeJson(
          folder.emulatorConfig,
          emulatorConfig(
            folder,
            settings,
            edge.environment["ARO_EXCHANGES"],
            join(edge.root, "packages/aro/src/main.ts"),
          ),
        );
        return {
          name: "emulator",
          ...node(nodeFlags, "packages/local/src/main.ts", "--config", folder.emulatorConfig),
          environment: bareEnvironment(edge),
          port: settings.ports.arm,
          hasLeft: (pid) => readJson<Endpoints>(folder.endpoints)?.pid === pid,
          check: (signal) => emulator.health(signal),
        };
      },
      async (): Promise<Program> => {
        makeKeys(folder.secrets, systemRandom);
        const { suffix, firstPartyClientId, boundary, adminCommonName } = written<Endpoints>(folder.endpoints);
        return {
          name: "rp",
          ...node(servingFlags, "packages/aro/src/main.ts", "rp"),
          environment: {
            ...(edge.environment["ARO_INSTALL_VIA_HIVE"] ? { ARO_INSTALL_VIA_HIVE: "1" } : {}),
            ...bareEnvironment(edge),
            ...rpEnvironment({
              settings,
              suffix,
              firstPartyClientId,
              adminCommonName,
              secretsFolder: folder.secrets,
              databaseFile: folder.database,
              ca: folder.ca,
              boundary: { url: boundary, token: readControlSecret(folder) },
            }),
          },
          port: settings.ports.rp,
          check: (signal) => healthAt(emulator.ask, `https://localhost:${settings.ports.rp}/healthz/ready`, signal),
        };
      },
    ],
    seed: async (signal, ready) => {
      await ready("emulator");
      const environment = written<Record<string, string>>(folder.clientEnvironment);
      const { directory, ask, control, endpoint, objectIdOf } = emulator;
      const { subscriptionId, tenantId } = settings;
      const owner = {
        endpoint,
        tenantId,
        clientId: environment["ARO_LOCAL_CLIENT_ID"] ?? "",
        clientSecret: environment["ARO_LOCAL_CLIENT_SECRET"] ?? "",
      };
      const { firstPartyClientId, suffix } = written<Endpoints>(folder.endpoints);
      const shared = {
        connection: ownerConnection(owner, ask, signal),
        subscriptionId,
        suffix,
        firstPartyObjectId: await objectIdOf(firstPartyClientId),
        log,
        signal,
      };
      await applySeed({ ...shared, directory, seededFile: folder.seeded });
      const vaults = seedServiceVaults({
        ...shared,
        ask,
        control,
        tenantId,
        owner: { ...owner, objectId: await objectIdOf(owner.clientId) },
        secretsFolder: folder.secrets,
      });
      // The service has to confirm it; the cloud makes the vaults meanwhile.
      const registered = ready("rp").then(() => registerProvider(shared));
      await Promise.all([vaults, registered]);
    },
  };
}

/** A file that the emulator leaves before the service is started. @throws Error when it is not there. */
function written<Value>(path: string): Value {
  const value = readJson<Value>(path);
  if (value === undefined) throw new Error(`the emulator left no ${path}`);
  return value;
}

/** What any process needs of the person's environment; nothing that could make it a client of another cloud. */
const bareEnvironment = ({ environment }: Edge): Record<string, string> =>
  Object.fromEntries(
    ["PATH", "HOME", "TMPDIR", "LANG", "NODE_COMPILE_CACHE"].flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
