import { type Doc, record, records, text } from "../../documents/document.ts";

/** What a service wants of a balancer. */
export interface WantedFrontend {
  /** Of its frontend, and the beginning of the names of its rules. */
  name: string;
  /** Id of a public address, or subnet and address of a private one. */
  at: { publicAddress: string } | { subnet: string; address: string | undefined };
  ports: readonly { port: number; protocol: "Tcp" | "Udp" }[];
  /** Where its health is asked. */
  probe: { port: number; path: string | undefined };
  pool: string;
}

/** A balancer's document with a service's frontend, rules and probe in it; undefined when they are there as they are wanted. */
export function withFrontend(balancer: Doc, wanted: WantedFrontend): Doc | undefined {
  const id = text(balancer["id"]);
  const properties = record(balancer["properties"]);
  const isMine = (one: Doc) => text(one["name"]).startsWith(wanted.name);
  const others = (member: string) => records(properties[member]).filter((one) => !isMine(one));
  const mine = (member: string) => records(properties[member]).filter(isMine);
  const frontend: Doc = {
    name: wanted.name,
    properties:
      "publicAddress" in wanted.at
        ? { publicIPAddress: { id: wanted.at.publicAddress } }
        : {
            subnet: { id: wanted.at.subnet },
            ...(wanted.at.address === undefined
              ? { privateIPAllocationMethod: "Dynamic" }
              : { privateIPAllocationMethod: "Static", privateIPAddress: wanted.at.address }),
          },
  };
  const probes: Doc[] = wanted.ports.map(({ port }) => ({
    name: `${wanted.name}-TCP-${port}`,
    properties: {
      port: wanted.probe.port,
      intervalInSeconds: 5,
      numberOfProbes: 2,
      ...(wanted.probe.path === undefined ? { protocol: "Tcp" } : { protocol: "Http", requestPath: wanted.probe.path }),
    },
  }));
  const rules: Doc[] = wanted.ports.map(({ port, protocol }) => ({
    name: `${wanted.name}-${protocol.toUpperCase()}-${port}`,
    properties: {
      protocol,
      frontendPort: port,
      backendPort: port,
      enableFloatingIP: true,
      idleTimeoutInMinutes: 4,
      disableOutboundSnat: true,
      enableTcpReset: true,
      frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/${wanted.name}` },
      backendAddressPool: { id: `${id}/backendAddressPools/${wanted.pool}` },
      probe: { id: `${id}/probes/${wanted.name}-TCP-${port}` },
    },
  }));
  const same =
    mine("frontendIPConfigurations").length === 1 &&
    bearsSame(mine("frontendIPConfigurations")[0], frontend) &&
    names(mine("loadBalancingRules")) === names(rules) &&
    names(mine("probes")) === names(probes);
  if (same) return undefined;
  return {
    ...balancer,
    properties: {
      ...properties,
      frontendIPConfigurations: [...others("frontendIPConfigurations"), frontend],
      loadBalancingRules: [...others("loadBalancingRules"), ...rules],
      probes: [...others("probes"), ...probes],
    },
  };
}

/** A balancer's document without what a service had in it; undefined when it has nothing there. */
export function withoutFrontend(balancer: Doc, name: string): Doc | undefined {
  const properties = record(balancer["properties"]);
  const rest = (member: string) => records(properties[member]).filter((one) => !text(one["name"]).startsWith(name));
  const members = ["frontendIPConfigurations", "loadBalancingRules", "probes"] as const;
  if (members.every((member) => rest(member).length === records(properties[member]).length)) return undefined;
  return {
    ...balancer,
    properties: { ...properties, ...Object.fromEntries(members.map((member) => [member, rest(member)])) },
  };
}

const names = (list: readonly Doc[]): string =>
  list
    .map((one) => text(one["name"]))
    .sort()
    .join(" ");

function bearsSame(held: Doc | undefined, wanted: Doc): boolean {
  const [a, b] = [record(held?.["properties"]), record(wanted["properties"])];
  const lower = (value: Doc, member: string) => text(record(value[member])["id"]).toLowerCase();
  return (
    lower(a, "publicIPAddress") === lower(b, "publicIPAddress") &&
    lower(a, "subnet") === lower(b, "subnet") &&
    (b["privateIPAddress"] === undefined || a["privateIPAddress"] === b["privateIPAddress"])
  );
}
