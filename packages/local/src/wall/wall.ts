/**
 * The request → response wall: everything the emulated cloud answers, it answers through one function of this shape.
 * A TLS listener is one adapter of it, the simulation another (decision 6).
 */
export interface WallRequest {
  method: string;
  /** Absolute, as the caller dialled it. */
  url: URL;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** Who dialled, as far as the transport knows; process names of `aro local` for the product's own processes. */
  peer?: { address: string };
  signal: AbortSignal;
}

export interface WallResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
}

/** What stands on the far side of the wall. */
export type Wall = (request: WallRequest) => Promise<WallResponse>;

/** Thrown by a wall instead of an answer: the caller gets none, and its connection is cut. An armed fault asked for it. */
export class ConnectionDropped extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ConnectionDropped";
  }
}
