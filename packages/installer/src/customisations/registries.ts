import { file, type IgnitionFile } from "../ignition/config.ts";
import { mirroredRepositories } from "../install-config/mirrors.ts";

/** Where images of a release are pulled from instead of their source; by digest only, since tags of a mirror may lag (spec 03 §7.3). */
export const registriesFile = (registryDomain: string): IgnitionFile =>
  file(
    "/etc/containers/registries.conf",
    [
      'unqualified-search-registries = ["registry.access.redhat.com", "docker.io"]',
      ...mirroredRepositories(registryDomain).flatMap(({ source, mirrors }) => [
        "",
        "[[registry]]",
        '  prefix = ""',
        `  location = "${source}"`,
        "  mirror-by-digest-only = true",
        ...mirrors.flatMap((mirror) => ["", "  [[registry.mirror]]", `    location = "${mirror}"`]),
      ]),
      "",
    ].join("\n"),
  );
