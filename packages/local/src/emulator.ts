import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import { proxyAddress, stateFiles, writeClientFiles } from "./client-files.ts";
import { type Cloud, createCloud } from "./cloud.ts";
import type { CloudDeps } from "./cloud-deps.ts";
import type { Identities } from "./entra/identities.ts";
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

/** ARM takes bodies of up to 4 MB. */
const largestBody = 4 * 1024 * 1024;
const graceMs = 5_000;

export interface EmulatorDeps {
  clock: Clock;
  random: Random;
  chance: Random;
  log: Log;
  resources: CloudDeps["resources"];
  types: CloudDeps["types"];
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

/** Starts the cloud on its state folder; it answers when this resolves. What it knows, it kept: a start after kill -9 goes on where it was. */
export async function startEmulator(configuration: Configuration, deps: EmulatorDeps): Promise<Emulator> {
  const { clock, random, log, pid } = deps;
  const { stateFolder } = configuration;
  const path = (name: string) => join(stateFolder, name);
  mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
  await using cleanup = new AsyncDisposableStack();
  const keyring = await openKeyring(path("pki"), clock, random);
  const controlSecret = secretIn(path(stateFiles.controlSecret), random);
  const wire = cleanup.use(
    openProviderWire({ address: configuration.provider, ca: keyring.ca.certificate, client: keyring["arm-client"] }),
  );
  const recorded = (folder: string) => cleanup.use(openRecorder(folder, `local-${pid}`)).around(wire.wall);
  // The port decides addresses and tokens, so it is taken first; a call that comes before the cloud is there waits for it.
  const built = Promise.withResolvers<Cloud>();
  built.promise.catch(() => undefined);
  let here: Cloud | undefined;
  const hosts = openHostIdentities(path("pki/hosts"), keyring.ca, clock, random);
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
    random,
  });
  cleanup.defer(() => listener.close(graceMs));
  const base = `https://localhost:${listener.port}`;
  const durable = cleanup.use(openDurable(path(stateFiles.database)));
  const blobs = cleanup.use(openDurable(path(stateFiles.blobs)));
  let proxyPort = 0;
  const proxyUrl = () => proxyAddress(proxyPort);
  const programs = servicePrograms({ configuration, base, ca: path(stateFiles.ca), proxyUrl });
  const cloud = createCloud({
    ...deps,
    random: idsFor(configuration, durable, random),
    blobs,
    configuration,
    base,
    proxyUrl,
    programs,
    durable,
    keyring,
    authorities: openIssuingAuthorities(path("pki/issuers"), keyring.ca, clock, random),
    controlSecret,
    provider: configuration.exchanges === undefined ? wire.wall : recorded(configuration.exchanges),
    processes: supervisedProcesses(path(stateFiles.processes), { name: "emulator", pid }, programs?.running),
  });
  await cloud.prepare();
  const proxy = await openProxy({
    port: configuration.port === 0 ? 0 : configuration.port + 1,
    names: cloud.names,
    cloudPort: listener.port,
    log,
    clock,
  });
  proxyPort = proxy.port;
  cleanup.defer(() => proxy.close());
  writeClientFiles({
    configuration,
    base,
    port: listener.port,
    proxyPort: proxy.port,
    pid,
    identities: cloud.identities,
    keyring,
  });
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
    port: listener.port,
    proxyPort: proxy.port,
    identities: cloud.identities,
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
