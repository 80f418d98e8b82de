/** Whom a CONNECT asks for. */
export interface Target {
  /** Lower case; an IPv6 address without its brackets. */
  host: string;
  port: number;
}

const name = /^[a-z0-9_](?:[a-z0-9_.-]{0,252}[a-z0-9_.])?$/;
const address = /^[0-9a-f:.]{2,45}$/;

/** Reads `host:port` or `[address]:port`; undefined when it is neither. A name may end in the root's dot. */
export function readTarget(authority: string): Target | undefined {
  const at = authority.lastIndexOf(":");
  const digits = authority.slice(at + 1);
  if (at < 1 || !/^\d{1,5}$/.test(digits)) return undefined;
  const port = Number(digits);
  if (port < 1 || port > 65_535) return undefined;
  const written = authority.slice(0, at).toLowerCase();
  const inBrackets = /^\[(.+)\]$/.exec(written)?.[1];
  if (inBrackets !== undefined) return address.test(inBrackets) ? { host: inBrackets, port } : undefined;
  return name.test(written) ? { host: written.replace(/\.$/, ""), port } : undefined;
}
