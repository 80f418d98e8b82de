import type { ResourcePath } from "./resource-path.ts";
import type { WallRequest, WallResponse } from "./wall.ts";

/** Who calls, as the token says. */
export interface Principal {
  /** Object id in the tenant. */
  objectId: string;
  tenantId: string;
  kind: "User" | "ServicePrincipal";
  /** Application (client) id for service principals. */
  appId?: string;
  /** What systemData and logs show: user principal name, or the application's id. */
  name: string;
}

/** A call to ARM behind authentication, faults and throttling. */
export interface ArmCall {
  request: WallRequest;
  /** What its address names. */
  path: ResourcePath;
  principal: Principal;
  /** Fresh per call; sent back as x-ms-request-id. */
  requestId: string;
  correlationId: string;
  /** Claims of the caller's token, which ARM shows a provider; absent in calls that the cloud makes itself. */
  claims?: Readonly<Record<string, unknown>>;
}

/** One part of ARM: answers a call, or undefined when the path is not its own; at once where that can be told at once. */
export type ArmPart = (call: ArmCall) => WallResponse | undefined | Promise<WallResponse | undefined>;
