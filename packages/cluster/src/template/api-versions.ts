/** Api-versions in templates and generic deletes, by lower-case type or the beginning of one (spec 03 §9.1). */
export const apiVersions: Readonly<Record<string, string>> = {
  "microsoft.authorization": "2018-09-01-preview",
  "microsoft.authorization/denyassignments": "2018-07-01-preview",
  "microsoft.authorization/roledefinitions": "2018-01-01-preview",
  "microsoft.compute": "2024-03-01",
  "microsoft.compute/diskencryptionsets": "2021-04-01",
  "microsoft.compute/disks": "2019-03-01",
  "microsoft.compute/galleries": "2022-03-03",
  "microsoft.compute/snapshots": "2020-05-01",
  "microsoft.containerregistry": "2020-11-01-preview",
  "microsoft.documentdb": "2023-04-15",
  "microsoft.insights": "2018-03-01",
  "microsoft.insights/autoscalesettings": "2022-10-01",
  "microsoft.keyvault": "2019-09-01",
  "microsoft.keyvault/vaults/accesspolicies": "2021-10-01",
  "microsoft.managedidentity": "2018-11-30",
  "microsoft.network": "2020-08-01",
  "microsoft.network/dnszones": "2018-05-01",
  "microsoft.network/privatednszones": "2018-09-01",
  "microsoft.resources/deployments": "2021-04-01",
  "microsoft.storage": "2021-09-01",
};

/** The api-version of a full resource type: its own, else that of the longest beginning that is known; undefined when none is. */
export function apiVersionOf(type: string): string | undefined {
  const segments = type.toLowerCase().split("/");
  for (let length = segments.length; length > 0; length--) {
    const found = apiVersions[segments.slice(0, length).join("/")];
    if (found !== undefined) return found;
  }
  return undefined;
}
