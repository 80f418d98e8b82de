import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

const provider = "specification/redhatopenshift/resource-manager/Microsoft.RedHatOpenShift";

/** Where published descriptions lie beside a checkout. */
export const publishedData = join(import.meta.dirname, "../../../../../shared/data/azure-rest-api-specs");

/** The folder of the published description of `version` below `root`, or undefined when it is not there. */
export function publishedFolder(root: string, version: string): string | undefined {
  if (!existsSync(join(root, provider))) return undefined;
  // Both spellings of the service's folder occur.
  const [found] = globSync(
    [`${provider}/OpenShiftClusters/*/${version}`, `${provider}/openshiftclusters/*/${version}`],
    {
      cwd: root,
    },
  );
  return found === undefined ? undefined : join(root, found);
}
