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
  principal: Principal;
  /** Fresh per call; sent back as x-ms-request-id. */
  requestId: string;
  correlationId: string;
  /** Claims of the caller's token, which ARM shows a provider; absent in calls that the cloud makes itself. */
  claims?: Readonly<Record<string, unknown>>;
}

/** What a part of ARM makes of a call: its answer, or undefined when the path is not its own, which it mostly knows at once. */
export type PartAnswer = WallResponse | undefined | Promise<WallResponse | undefined>;

/** One part of ARM. */
export type ArmPart = (call: ArmCall) => PartAnswer;
