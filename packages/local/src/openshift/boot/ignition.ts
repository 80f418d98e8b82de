import { gunzipSync } from "node:zlib";

/** The files of an Ignition configuration by path, as text; or what is wrong with it. */
export type IgnitionRead = { files: ReadonlyMap<string, string> } | { problem: string };

interface IgnitionConfig {
  ignition?: { version?: string };
  storage?: {
    files?: readonly {
      path?: string;
      contents?: { source?: string; compression?: string };
      append?: readonly { source?: string; compression?: string }[];
    }[];
  };
}

/** Reads an Ignition 3 configuration whose files have `data:` sources. */
export function readIgnition(text: string): IgnitionRead {
  let config: IgnitionConfig;
  try {
    config = JSON.parse(text) as IgnitionConfig;
  } catch (error) {
    return { problem: `the config is not valid JSON: ${(error as Error).message}` };
  }
  const version = config?.ignition?.version;
  if (typeof version !== "string" || !/^3\.\d+\.\d+$/.test(version))
    return { problem: `unsupported config version ${JSON.stringify(version ?? "")}` };
  const files = new Map<string, string>();
  for (const { path, contents, append } of config.storage?.files ?? []) {
    if (typeof path !== "string") return { problem: "a file has no path" };
    const parts = [contents, ...(append ?? [])].filter((one) => one?.source !== undefined);
    let whole = "";
    for (const part of parts) {
      const read = readDataUrl(part?.source ?? "", part?.compression);
      if (read === undefined) return { problem: `the source of file ${path} is no data URL` };
      whole += read;
    }
    files.set(path, whole);
  }
  return { files };
}

/** The text of a `data:` URL (RFC 2397); undefined when it is none. */
export function readDataUrl(source: string, compression?: string): string | undefined {
  const match = /^data:([^,]*),(.*)$/s.exec(source);
  if (match === null) return undefined;
  const [, kind = "", data = ""] = match;
  const bytes = kind.endsWith(";base64") ? Buffer.from(data, "base64") : Buffer.from(decodeURIComponent(data), "utf8");
  return (compression === "gzip" ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Who may sign in to a machine by SSH, and which units it starts, of an Ignition configuration that was found good. */
export function readSystem(text: string): {
  user: string;
  authorizedKeys: readonly string[];
  units: readonly string[];
} {
  const { passwd, systemd } = JSON.parse(text) as {
    passwd?: { users?: readonly { name: string; sshAuthorizedKeys?: readonly string[] }[] };
    systemd?: { units?: readonly { name: string; enabled?: boolean }[] };
  };
  const [first] = passwd?.users ?? [];
  const units = (systemd?.units ?? []).filter(({ enabled }) => enabled === true).map(({ name }) => name);
  return { user: first?.name ?? "core", authorizedKeys: first?.sshAuthorizedKeys ?? [], units };
}
