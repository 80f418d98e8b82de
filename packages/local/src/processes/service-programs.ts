import { getCompileCacheDir } from "node:module";
import { dirname } from "node:path";
import type { Configuration } from "../facts/configuration.ts";
import type { Programs } from "./programs.ts";

/** The machine of the metadata service on which the hub's pods run. */
const hubNode = "hive";

/** The service's programs as this cloud's nodes run them; undefined when the configuration names none. */
export function servicePrograms({
  configuration,
  base,
  ca,
  proxyUrl,
}: {
  configuration: Configuration;
  base: string;
  /** PEM file of the cloud's authority. */
  ca: string;
  proxyUrl(): string;
}): Programs | undefined {
  const { programs: entry, timeScale } = configuration;
  if (entry === undefined) return undefined;
  // Where this process keeps compiled code; its own kind's lies in a folder below.
  const compiled = getCompileCacheDir();
  return {
    entry,
    running: new Map(),
    environment: () => ({
      ARO_AZURE_ENVIRONMENT: base,
      // A node's own metadata service, which answers for the node's identities; who seeds the cloud makes the node.
      AZURE_POD_IDENTITY_AUTHORITY_HOST: `${base}/machines/${hubNode}`,
      ARO_DURATION_SCALE: String(Math.max(1, timeScale)),
      NODE_EXTRA_CA_CERTS: ca,
      HTTPS_PROXY: proxyUrl(),
      NO_PROXY: "localhost,127.0.0.1",
      ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: dirname(compiled) }),
    }),
  };
}
