import type { Clock } from "@aro/runtime";
import type { ContainerDefinition } from "../store.ts";
import type { Connection } from "./connection.ts";
import type { WriteWatch } from "./watch.ts";
import type { Result, Write } from "./write.ts";

/** What a container asks of the open file. */
export interface Engine {
  /** For reading. */
  readonly connection: Connection;
  readonly clock: Clock;
  readonly watch: WriteWatch;
  /** Runs `question` at store time `now`, again while the file is locked. */
  read<T>(question: (now: number) => T): Promise<T>;
  /** See `Writer`. */
  open(definition: ContainerDefinition): number;
  write(write: Write): Promise<Result>;
}
