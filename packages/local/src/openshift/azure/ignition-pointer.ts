/** Where the first start of a machine looks for what it shall be: what custom data of an OpenShift machine says. */
export type IgnitionPointer =
  /** The bootstrap machine's: its whole configuration lies at an address. */
  | { kind: "bootstrap"; source: string }
  /** A machine of a cluster: it asks the cluster's machine config server. */
  | { kind: "member"; host: string; port: number; role: string };

interface PointerConfig {
  ignition?: {
    version?: string;
    config?: {
      replace?: { source?: string };
      merge?: readonly { source?: string }[];
      append?: readonly { source?: string }[];
    };
  };
}

/** Reads custom data (base64 of an Ignition configuration); undefined when it is of another kind, as of most machines. */
export function readPointer(customData: string): IgnitionPointer | undefined {
  let config: PointerConfig;
  try {
    config = JSON.parse(Buffer.from(customData, "base64").toString("utf8")) as PointerConfig;
  } catch {
    return undefined;
  }
  const { replace, merge, append } = config?.ignition?.config ?? {};
  if (typeof replace?.source === "string") return { kind: "bootstrap", source: replace.source };
  const source = (merge ?? append)?.[0]?.source;
  if (typeof source !== "string" || !URL.canParse(source)) return undefined;
  const { hostname, port, pathname } = new URL(source);
  const role = /^\/config\/([\w-]+)$/.exec(pathname)?.[1];
  return role === undefined ? undefined : { kind: "member", host: hostname, port: Number(port || 443), role };
}
