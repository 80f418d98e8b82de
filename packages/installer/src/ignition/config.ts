/** A file that Ignition writes. */
export type IgnitionFile = {
  path: string;
  mode: number;
  overwrite: boolean;
  user: { name: string };
  contents: { source: string };
};

/** A unit of systemd. */
export type IgnitionUnit = {
  name: string;
  enabled?: boolean;
  contents?: string;
  dropins?: { name: string; contents: string }[];
};

/** An Ignition config of version 3.2.0, as far as clusters use it. */
export type IgnitionConfig = {
  ignition: {
    version: "3.2.0";
    config?: { replace?: { source: string }; merge?: { source: string }[] };
    security?: { tls: { certificateAuthorities: { source: string }[] } };
    proxy?: { httpsProxy: string };
  };
  passwd?: { users: { name: string; sshAuthorizedKeys: string[] }[] };
  storage?: { files: IgnitionFile[] };
  systemd?: { units: IgnitionUnit[] };
};

/** Bytes as an address, base64. */
const dataUrl = (contents: string | Uint8Array): string =>
  `data:text/plain;charset=utf-8;base64,${Buffer.from(contents).toString("base64")}`;

/** A file of root's with these contents. */
export const file = (path: string, contents: string, mode = 0o644): IgnitionFile => ({
  path,
  mode,
  overwrite: true,
  user: { name: "root" },
  contents: { source: dataUrl(contents) },
});

/** A unit that is started with the machine. */
export const enabledUnit = (name: string, contents: string): IgnitionUnit => ({ name, enabled: true, contents });

/** Where a role's nodes get their configuration while they boot (spec 03 §7.3): by address, since names of the cluster may not resolve yet. */
export const pointerIgnition = (
  role: "master" | "worker",
  { internalAddress, rootCa }: { internalAddress: string; rootCa: string },
): IgnitionConfig => ({
  ignition: {
    version: "3.2.0",
    config: { merge: [{ source: `https://${internalAddress}:22623/config/${role}` }] },
    security: { tls: { certificateAuthorities: [{ source: dataUrl(rootCa) }] } },
  },
});
