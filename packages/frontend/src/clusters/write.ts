import type { ApiVersion, JsonObject, OpenShiftCluster, SubscriptionDocument } from "@aro/api";
import { CloudError } from "@aro/api";
import { isoTime } from "@aro/runtime";
import type { Service } from "../deps.ts";
import type { Answer, Exchange } from "../exchange.ts";
import { parseObject } from "../json/parse.ts";
import { type ClusterAddress, clusterAddress } from "./address.ts";
import { type Attempt, answerOf } from "./attempt.ts";
import { createCluster } from "./create.ts";
import { clusterNotFound } from "./not-found.ts";
import { requireSubscription } from "./subscription-gate.ts";
import { updateCluster } from "./update.ts";

/** One PUT or PATCH, as far as it does not depend on what is stored. */
export interface ClusterWrite {
  method: "PUT" | "PATCH";
  exchange: Exchange;
  service: Service;
  version: ApiVersion;
  address: ClusterAddress;
  body: JsonObject;
  subscription: SubscriptionDocument;
}

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

/** What the request asks for, by the rules of its version. */
export function judge(
  { method, exchange, service, version, address, body }: ClusterWrite,
  stored: OpenShiftCluster | undefined,
): ReturnType<ApiVersion["judge"]> {
  const { settings, sealer, versions } = service;
  const { id, name, type, subscriptionId, resourceGroup } = address;
  return version.judge({
    method,
    body,
    target: { id, name, type, subscriptionId, resourceGroup },
    ...(stored === undefined ? {} : { stored }),
    creation: {
      createdAt: isoTime(exchange.arrived),
      createdBy: settings.build,
      gatewayEnabled: settings.gatewayEnabled,
    },
    rules: {
      location: settings.location,
      domain: settings.domain,
      requireD2sWorkers: settings.requireD2sWorkers,
      versions: versions(),
    },
    sealer,
  });
}

/** As {@link judge}. @throws CloudError 400 with every finding (ARM-ERR-04). */
export function judgeValid(write: ClusterWrite, stored: OpenShiftCluster | undefined) {
  const judgement = judge(write, stored);
  if (!judgement.valid) throw CloudError.ofFindings(judgement.findings);
  return judgement;
}
