import type { WorkDocument } from "@aro/api";
import type { Container } from "../store.ts";
import { workId } from "./enqueue.ts";

/** Lets an item that waits for its time be taken at once. Says whether there was something to wake. */
export async function wakeWork(
  container: Container,
  cluster: { id: string; partitionKey: string },
): Promise<"woken" | "unneeded"> {
  for (;;) {
    const work = await container.read<WorkDocument>(cluster.partitionKey, workId(cluster.id));
    if (work === undefined || work.state !== "queued" || work.notBefore === undefined) return "unneeded";
    const { notBefore: _, ...others } = work;
    const written = await container.replace(cluster.partitionKey, others as WorkDocument, work._etag);
    if (written.outcome === "written") return "woken";
  }
}
