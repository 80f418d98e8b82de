import type { Clock } from "@aro/runtime";
import type { TerminalSize } from "../../kubelet-api/node-agent.ts";
import type { MountedFile } from "../mounted-file.ts";

/** A call of a command inside of a container. */
export interface CommandCall {
  /** Without the command's own name. */
  args: readonly string[];
  environment: Record<string, string>;
  /** What is mounted; read at each call. */
  files(): Promise<ReadonlyMap<string, MountedFile>>;
  hostname: string;
  stdin: AsyncIterable<Uint8Array>;
  out(part: string | Uint8Array): Promise<void>;
  err(part: string): Promise<void>;
  /** Of the terminal, when there is one. */
  size(): TerminalSize | undefined;
  signal: AbortSignal;
  clock: Clock;
}

/** A program of a container; answers its exit code. */
export type Command = (call: CommandCall) => Promise<number>;

/** Finds further programs by their name: what an image brings besides the usual ones. */
export type FindCommand = (name: string) => Command | undefined;

/** What is on stdin, whole. */
export async function textOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all).toString();
}

export async function* nothing(): AsyncGenerator<Uint8Array> {}

export async function* once(part: Uint8Array): AsyncGenerator<Uint8Array> {
  if (part.length > 0) yield part;
}
