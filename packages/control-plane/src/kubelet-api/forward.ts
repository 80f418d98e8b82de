import type { Duplex } from "node:stream";
import { writeTo } from "../streams/write.ts";

/** One direction pair between a client and a port of a pod. */
export interface ForwardEnd {
  /** What the client sends; ends when it closes. */
  parts: AsyncIterable<Uint8Array>;
  send(part: Uint8Array): Promise<void>;
  /** Aborted when the client has gone. */
  signal: AbortSignal;
}

/** Carries bytes both ways until the pod's side has ended or the client has gone. */
export async function carry(pod: Duplex, { parts, send, signal }: ForwardEnd): Promise<void> {
  const leave = () => pod.destroy();
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  pod.on("error", leave);
  const toPod = async () => {
    for await (const part of parts) await writeTo(pod, part);
    pod.end();
  };
  const fromPod = async () => {
    for await (const part of pod as AsyncIterable<Uint8Array>) await send(part);
  };
  try {
    void toPod().catch(leave);
    await fromPod().catch(leave);
  } finally {
    signal.removeEventListener("abort", leave);
    pod.destroy();
  }
}
