import { isDeepStrictEqual } from "node:util";
import type { OpenShiftCluster } from "@aro/api";
import { apiVersions } from "@aro/api/versions";

/** Whether clients of some api-version see a difference; only then the ETag changes (ARM-ETG-04). */
export const isSeen = (before: OpenShiftCluster, after: OpenShiftCluster): boolean =>
  [...apiVersions.values()].some(
    (version) => !isDeepStrictEqual(version.toExternal(before), version.toExternal(after)),
  );
