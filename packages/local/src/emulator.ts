import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { proxyAddress, stateFiles, writeClientFiles } from "./client-files.ts";
import type { Cloud } from "./cloud.ts";
import type { CloudDeps } from "./cloud-deps.ts";
import { chooseIdentities, type Identities } from "./entra/identities.ts";
import type { Configuration } from "./facts/configuration.ts";
import { supervisedProcesses } from "./faults/processes.ts";
import { listen } from "./listener/listen.ts";
import { openProviderWire } from "./listener/provider-wire.ts";
import { openRecorder } from "./listener/recorder.ts";
import { isPublicName } from "./names/public-names.ts";
import { openHostIdentities } from "./pki/host-identities.ts";
import { writePrivately } from "./pki/identity-files.ts";
import { openIssuingAuthorities } from "./pki/issuing-authorities.ts";
import { openKeyring } from "./pki/keyring.ts";
import { servicePrograms } from "./processes/service-programs.ts";
import { openProxy } from "./proxy/proxy.ts";
import { idsFor } from "./reproducible.ts";
import { openDurable } from "./state/durable.ts";
import { openSettings } from "./state/settings-store.ts";

/** ARM takes bodies of up to 4 MB. */
const largestBody = 4 * 1024 * 1024;
const graceMs = 5_000;

export interface EmulatorDeps {
  clock: Clock;
  random: Random;
  chance: Random;
  log: Log;
  /** The resource engine and the types it serves. They are most of the program, so they are asked for when others have what they need of us. */
  parts(): Promise<Pick<CloudDeps, "resources" | "types">>;
  pid: number;
}

/** The emulated cloud on a port of this machine. */
export interface Emulator {
  /** `https://localhost:PORT`. */
  base: string;
  port: number;
  /** Port of the CONNECT proxy. */
  proxyPort: number;
  identities: Identities;
  /** Lets calls under way end, for five seconds; then everything is on disk. A second call waits for the first. */
  stop(): Promise<void>;
}

/**
 * Starts the cloud on its state folder; it answers when this resolves. What it knows, it kept: a start after kill -9 goes on where it was.
 * Ports, keys and ids come first, and with them the files that clients read: the service can start while the cloud is being put together, and its
 * calls wait for that.
 */
export async function startEmulator(configuration: Configuration, deps: EmulatorDeps): Promise<Emulator> {
  const { clock, log, pid } = deps;
  const { stateFolder } = configuration;
  const path = (name: string) => join(stateFolder, name);
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  await using cleanup = new AsyncDisposableStack();
  const keyring = await openKeyring(path("pki"), clock, deps.random);
  const controlSecret = secretIn(path(stateFiles.controlSecret), deps.random);
  const wire = cleanup.use(
    openProviderWire({ address: configuration.provider, ca: keyring.ca.certificate, client: keyring["arm-client"] }),
  );
  const recorded = (folder: string) => cleanup.use(openRecorder(folder, `local-${pid}`)).around(wire.wall);
  // The port decides addresses and tokens, so it is taken first; a call that comes before the cloud is there waits for it.
  const built = Promise.withResolvers<Cloud>();
  built.promise.catch(() => undefined);
  let here: Cloud | undefined;
  const hosts = openHostIdentities(path("pki/hosts"), keyring.ca, clock, deps.random);
  const listener = await listen({
    wall: (request) => here?.wall(request) ?? built.promise.then((cloud) => cloud.wall(request)),
    port: configuration.port,
    identity: keyring.server,
    identityFor: async (name) => {
      if (isPublicName(name)) return hosts.exactly(name);
      return here?.serves(name) ? hosts.of(name) : undefined;
    },
    largestBody,
    bodiesOf: (host) => here?.bodiesOf(host),
    log,
    clock,
    random: deps.random,
  });
  cleanup.defer(() => listener.close(graceMs));
  const base = `https://localhost:${listener.port}`;
  const proxy = await openProxy({
    port: configuration.port === 0 ? 0 : configuration.port + 1,
    names: built.promise.then(({ names }) => names),
    cloudPort: listener.port,
    log,
    clock,
  });
  cleanup.defer(() => proxy.close());
  const durable = cleanup.use(openDurable(path(stateFiles.database)));
  const blobs = cleanup.use(openDurable(path(stateFiles.blobs)));
  const random = idsFor(configuration, durable, deps.random);
  const settings = openSettings(durable);
  const identities = durable.transaction(() => chooseIdentities(configuration, settings, random));
  const ports = { port: listener.port, proxyPort: proxy.port };
  writeClientFiles({ configuration, base, ...ports, pid, identities, keyring });

  const { createCloud } = await import("./cloud.ts");
  const proxyUrl = () => proxyAddress(proxy.port);
  const programs = servicePrograms({ configuration, base, ca: path(stateFiles.ca), proxyUrl });
  const cloud = createCloud({
    ...deps,
    ...(await deps.parts()),
    random,
    blobs,
    configuration,
    base,
    proxyUrl,
    programs,
    durable,
    settings,
    identities,
    keyring,
    authorities: openIssuingAuthorities(path("pki/issuers"), keyring.ca, clock, deps.random),
    controlSecret,
    provider: configuration.exchanges === undefined ? wire.wall : recorded(configuration.exchanges),
    processes: supervisedProcesses(path(stateFiles.processes), { name: "emulator", pid }, programs?.running),
  });
  await cloud.prepare();
  here = cloud;
  const stopping = new AbortController();
  const running = cloud.run(stopping.signal).catch((error: unknown) => log.error("cloud.stopped", { error }));
  built.resolve(cloud);
  const held = cleanup.move();
  let stopped: Promise<void> | undefined;
  const stop = async () => {
    await listener.close(graceMs);
    await proxy.close();
    stopping.abort();
    await running;
    await held.disposeAsync();
  };
  return {
    base,
    ...ports,
    identities,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** The control API's secret: made once, readable by the owner of the state folder only. */
function secretIn(file: string, random: Random): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const secret = Buffer.from(random.bytes(32)).toString("base64url");
    writePrivately(file, `${secret}\n`);
    return secret;
  }
}
