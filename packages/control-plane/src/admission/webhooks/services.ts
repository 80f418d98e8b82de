import { parsed } from "../../objects/parsed.ts";
import type { Store } from "../../store/store.ts";
import type { FindService } from "./call.ts";

interface Port {
  name?: string;
  port: number;
}

/** Finds who serves for a service among its endpoints. There is no network of pods here: their addresses must be the machine's. */
export const serviceFinder =
  (store: Store): FindService =>
  ({ namespace, name, port }) => {
    const service = store.get("/services", `${namespace}/${name}`);
    const ports = ((service === undefined ? undefined : parsed(service.text)["spec"]) as { ports?: Port[] } | undefined)
      ?.ports;
    const wanted = ports?.find((one) => one.port === port);
    if (wanted === undefined) return undefined;
    for (const { text } of store.list("discovery.k8s.io/endpointslices", { prefix: `${namespace}/` })) {
      const slice = parsed(text);
      if (slice.metadata.labels?.["kubernetes.io/service-name"] !== name) continue;
      const served = (slice["ports"] as Port[] | undefined)?.find((one) => (one.name ?? "") === (wanted.name ?? ""));
      const ready = (
        slice["endpoints"] as { addresses: string[]; conditions?: { ready?: boolean } }[] | undefined
      )?.find(({ conditions }) => conditions?.ready !== false);
      const [host] = ready?.addresses ?? [];
      if (served !== undefined && host !== undefined) return { host, port: served.port };
    }
    return undefined;
  };
