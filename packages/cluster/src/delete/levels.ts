/** The order in which the types of a managed group are removed, ascending; a type not named is of level 0 (spec 03 §6). All keys are lower case. */
export const deletionLevels: Readonly<Record<string, number>> = {
  "microsoft.compute/virtualmachines": -4,
  "microsoft.network/privateendpoints": -4,
  "microsoft.network/privatelinkservices": -3,
  "microsoft.compute/galleries/applications/versions": -2,
  "microsoft.compute/galleries/images/versions": -2,
  "microsoft.compute/galleries/applications": -1,
  "microsoft.compute/galleries/images": -1,
  "microsoft.compute/galleries/serviceartifacts": -1,
  "microsoft.network/networkinterfaces": -1,
  "microsoft.network/networksecuritygroups": 1,
  "microsoft.network/privatednszones": 1,
  "microsoft.compute/galleries": 1,
};

/** Resources in the order of their removal: a list for each level, each sorted by id. */
export function byLevel<Resource extends { id: string; type: string }>(resources: readonly Resource[]): Resource[][] {
  const levels = new Map<number, Resource[]>();
  for (const resource of resources) {
    const level = deletionLevels[resource.type.toLowerCase()] ?? 0;
    levels.set(level, [...(levels.get(level) ?? []), resource]);
  }
  const key = ({ id }: Resource) => id.toLowerCase();
  return [...levels]
    .sort(([a], [b]) => a - b)
    .map(([, level]) => level.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)));
}
