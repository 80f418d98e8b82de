import type { Random } from "@aro/runtime";

/**
 * Id of a new cluster's document: a UUID v7 (RFC 9562 §5.7), which begins with the time in milliseconds. The store keeps its documents in the
 * order of their ids: clusters that are made together lie together, and a write touches pages that the last one has touched.
 */
export function newClusterId(arrived: number, random: Random): string {
  const time = arrived.toString(16).padStart(12, "0");
  // A random UUID's digits follow, but for its version.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.uuid().slice(15)}`;
}
