import type { ApiVersion } from "@aro/api";
import type { Service } from "../deps.ts";
import type { Answer, Exchange } from "../exchange.ts";
import { clusterAddress } from "./address.ts";
import { clusterNotFound } from "./not-found.ts";
import { clusterAnswer } from "./view.ts";

/** The cluster as stored, in any state; reading changes nothing (ARM-GET-01). */
export const getCluster =
  ({ records }: Pick<Service, "records">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const address = clusterAddress(exchange);
    const document = await records.cluster(address.key);
    if (document === undefined) throw clusterNotFound(address);
    return clusterAnswer(200, document, exchange.version as ApiVersion);
  };
