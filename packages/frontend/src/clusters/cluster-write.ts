import type { ApiVersion, JsonObject, SubscriptionDocument } from "@aro/api";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import type { ClusterAddress } from "./address.ts";

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
