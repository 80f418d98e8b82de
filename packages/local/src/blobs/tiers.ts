import type { BlobCall } from "./call.ts";
import { badHeader } from "./failures.ts";
import { header } from "./request.ts";
import type { BlobRecord } from "./store/record.ts";

/** Access tiers that are kept and shown; they change nothing else. Archive would put a blob out of reach, and is refused. */
const tiers = ["Hot", "Cool", "Cold"];
/** The tier of an account's blobs that have none of their own. */
const inferred = "Hot";

/** The tier that a call asks for. @throws StorageRefusal */
export function readTier(call: BlobCall): BlobRecord["tier"] {
  const name = header(call, "x-ms-access-tier");
  if (name === undefined) return undefined;
  const known = tiers.find((one) => one.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw badHeader("x-ms-access-tier", name);
  return { name: known, changedAt: call.now };
}

/** The tier of a blob, as answers show it; append blobs have none. */
export const tierOf = ({
  kind,
  tier,
}: BlobRecord): { name: string; inferred: boolean; changedAt?: number } | undefined => {
  if (kind !== "BlockBlob") return undefined;
  return tier === undefined ? { name: inferred, inferred: true } : { ...tier, inferred: false };
};
