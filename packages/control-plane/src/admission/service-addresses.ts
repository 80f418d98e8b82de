import { isIPv4 } from "node:net";
import type { Random } from "@aro/runtime";
import { parsed } from "../objects/parsed.ts";
import { invalid } from "../registry/failures.ts";
import { findings } from "../schemas/findings.ts";
import type { Store } from "../store/store.ts";
import type { Admission } from "./admission.ts";

interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  allocateLoadBalancerNodePorts?: boolean;
  ports?: { nodePort?: number }[];
}

const [firstPort, ports] = [30_000, 2_768];
/** The first addresses of the range are kept for services that ask for one. */
const reserved = 16;
const whole = 65_536;

/** Gives services addresses of the cluster's range, and ports of the nodes, that nobody else has. */
export const serviceAddresses =
  (store: Store, random: Random, range: { base: string; size: number }): Admission =>
  ({ kind, object, before }) => {
    if (kind.group !== "" || kind.plural !== "services") return;
    const spec = (object["spec"] ?? {}) as ServiceSpec;
    const { type = "ClusterIP" } = spec;
    const others = [...store.list("/services")]
      .map(({ text }) => parsed(text))
      .filter(
        ({ metadata }) => metadata.namespace !== object.metadata.namespace || metadata.name !== object.metadata.name,
      )
      .map((one) => one["spec"] as ServiceSpec);
    const name = object.metadata.name;
    if (type === "ExternalName") {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    } else {
      const held = before === undefined ? undefined : ((before["spec"] ?? {}) as ServiceSpec).clusterIP;
      const asked = spec.clusterIP || spec.clusterIPs?.[0] || held || undefined;
      if (held !== undefined && asked !== held)
        throw invalid(kind, name, [
          findings.invalid("spec.clusterIPs[0]", spec.clusterIPs ?? [asked], "may not change once set"),
        ]);
      const taken = new Set(others.map(({ clusterIP }) => clusterIP));
      if (asked !== undefined && asked !== "None") {
        const why = !isIPv4(asked)
          ? "must be a valid IP address"
          : taken.has(asked)
            ? "failed to allocate IP: provided IP is already allocated"
            : undefined;
        if (why !== undefined) throw invalid(kind, name, [findings.invalid("spec.clusterIPs", [asked], why)]);
      }
      spec.clusterIP = asked ?? freeAddress(taken, random, range);
      spec.clusterIPs = [spec.clusterIP];
    }
    const wantsPorts = type === "NodePort" || (type === "LoadBalancer" && spec.allocateLoadBalancerNodePorts !== false);
    const used = new Set(others.flatMap((one) => (one.ports ?? []).map(({ nodePort }) => nodePort)));
    for (const [index, port] of (spec.ports ?? []).entries()) {
      if (!wantsPorts) {
        if (type === "ClusterIP") delete port.nodePort;
        continue;
      }
      const field = `spec.ports[${index}].nodePort`;
      const inRange = port.nodePort === undefined || (port.nodePort >= firstPort && port.nodePort < firstPort + ports);
      if (!inRange)
        throw invalid(kind, name, [
          findings.invalid(
            field,
            port.nodePort,
            `provided port is not in the valid range. The range of valid ports is ${firstPort}-${firstPort + ports - 1}`,
          ),
        ]);
      if (used.has(port.nodePort ?? 0))
        throw invalid(kind, name, [findings.invalid(field, port.nodePort, "provided port is already allocated")]);
      while (port.nodePort === undefined || used.has(port.nodePort)) port.nodePort = firstPort + random.integer(ports);
      used.add(port.nodePort);
    }
  };

function freeAddress(
  taken: ReadonlySet<string | undefined>,
  random: Random,
  { base, size }: { base: string; size: number },
): string {
  const start = base.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  for (let attempt = 0; attempt < whole; attempt++) {
    const number = start + reserved + random.integer(size - reserved - 1);
    const address = [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
    if (!taken.has(address)) return address;
  }
  throw new Error("the range of services' addresses is used up");
}
