import type { ApiVersion } from "@aro/api";
import type { Answer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { parseObject } from "../json/parse.ts";
import { clusterAddress } from "./address.ts";
import { type Attempt, answerOf } from "./attempt.ts";
import type { ClusterWrite } from "./cluster-write.ts";
import { createCluster } from "./create.ts";
import { clusterNotFound } from "./not-found.ts";
import { requireSubscription } from "./subscription-gate.ts";
import { updateCluster } from "./update.ts";

/**
 * PUT and PATCH of a cluster (spec 01 §6.2). What is stored is read, judged against, and written under the condition that it is still
 * what was read; when somebody else was faster, everything is judged anew (ARM-ETG-05, ARM-PUT-12).
 */
export const writeCluster =
  (method: "PUT" | "PATCH", service: Service) =>
  async (exchange: Exchange): Promise<Answer> => {
    const address = clusterAddress(exchange);
    const body = parseObject(exchange.body ?? new Uint8Array());
    const found = await service.records.subscription(address.partition);
    const subscription = requireSubscription(method, address.subscriptionId, found);
    const version = exchange.version as ApiVersion;
    const write: ClusterWrite = { method, exchange, service, version, address, body, subscription };
    const attempt = async (): Promise<Attempt> => {
      const stored = await service.records.cluster(address.key);
      if (stored !== undefined) return updateCluster(write, stored);
      if (method === "PATCH") throw clusterNotFound(address);
      return createCluster(write);
    };
    return await answerOf(attempt, { exchange, service, key: address.key });
  };
