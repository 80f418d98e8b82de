import type { ApiVersion, ClusterDocument } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import { etagOf } from "../headers/preconditions.ts";

/** A cluster in the version asked for, without secrets, with its ETag (ARM-GET-03, ARM-ETG-04). */
export const clusterAnswer = (
  status: number,
  { openShiftCluster, revision }: ClusterDocument,
  version: ApiVersion,
  headers: Record<string, string> = {},
): Answer => jsonAnswer(status, version.toExternal(openShiftCluster), { ...headers, etag: etagOf(revision) });
