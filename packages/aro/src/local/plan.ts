import { join } from "node:path";
import { signIn } from "@aro/cli";
import { systemRandom } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { worldOf } from "../cluster.ts";
import type { Edge } from "../edge.ts";
import { type Endpoints, emulatorConfig, emulatorOf, healthAt, readControlSecret } from "./emulator.ts";
import { readJson, writeJson } from "./json-file.ts";
import type { Program } from "./program.ts";
import type { InstanceSettings } from "./records.ts";
import { rpEnvironment } from "./rp-environment.ts";
import { makeKeys } from "./rp-secrets.ts";
import { applySeed } from "./seed/apply.ts";
import { seedServiceVaults } from "./seed/service-vaults.ts";
import type { StateFolder } from "./state-folder.ts";
import type { Plan } from "./supervise.ts";

/** The processes of an instance, in the order they start, and the seed. */
export function instancePlan(folder: StateFolder, settings: InstanceSettings, edge: Edge, log: Log): Plan {
  const emulator = emulatorOf(folder, settings);
  const node = (program: string, ...words: string[]) => ({
    command: process.execPath,
    arguments: ["--disable-warning=ExperimentalWarning", join(edge.root, program), ...words],
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
          ...node("packages/local/src/main.ts", "--config", folder.emulatorConfig),
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
          ...node("packages/aro/src/main.ts", "rp"),
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
      const { connection, subscriptionId } = await signIn({ ...worldOf(edge), environment }, {});
      const { directory } = emulator;
      const { firstPartyClientId, suffix } = written<Endpoints>(folder.endpoints);
      const firstPartyObjectId = await emulator.objectIdOf(firstPartyClientId);
      const { seeded: seededFile } = folder;
      await applySeed({ connection, subscriptionId, suffix, directory, firstPartyObjectId, seededFile, log, signal });
      const ownerId = environment["ARO_LOCAL_CLIENT_ID"] ?? "";
      await seedServiceVaults({
        connection,
        ask: emulator.ask,
        control: emulator.control,
        endpoint: emulator.endpoint,
        subscriptionId,
        tenantId: settings.tenantId,
        suffix,
        owner: {
          clientId: ownerId,
          clientSecret: environment["ARO_LOCAL_CLIENT_SECRET"] ?? "",
          objectId: await emulator.objectIdOf(ownerId),
        },
        firstPartyObjectId,
        secretsFolder: folder.secrets,
        log,
        signal,
      });
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
