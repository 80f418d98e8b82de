/** Zones that every region with zones has. */
const usualZones: readonly string[] = ["1", "2", "3"];
/** A region whose zones are not for these clusters (spec 03 §7.3). */
const withoutZones: ReadonlySet<string> = new Set(["centraluseuap"]);

/** Zones of the two kinds of nodes; both empty where machines are non-zonal. */
export interface NodeZones {
  controlPlane: readonly string[];
  workers: readonly string[];
}

/**
 * Where nodes go, given the zones in which the region offers each size (spec 03 §7.3): sorted, 1 to 3 unless others are allowed, the control
 * plane in the first three.
 * @throws Error when one kind would be zonal and the other not, or when there are zones but fewer than three.
 */
export function nodeZones(options: {
  region: string;
  controlPlane: readonly string[];
  workers: readonly string[];
  expanded: boolean;
}): NodeZones {
  if (withoutZones.has(options.region)) return { controlPlane: [], workers: [] };
  const usable = (zones: readonly string[]) =>
    zones.filter((zone) => options.expanded || usualZones.includes(zone)).toSorted((a, b) => a.localeCompare(b));
  const controlPlane = usable(options.controlPlane);
  const workers = usable(options.workers);
  if ((controlPlane.length === 0) !== (workers.length === 0))
    throw new Error(
      `masters are ${controlPlane.length === 0 ? "not " : ""}in zones and workers are ${workers.length === 0 ? "not " : ""}in ${options.region}: choose sizes that are both offered in zones or both without`,
    );
  for (const [what, zones] of [["master", controlPlane] as const, ["worker", workers] as const])
    if (zones.length > 0 && zones.length < 3)
      throw new Error(
        `the ${what} size is offered in ${zones.length} zones of ${options.region} (${zones.join(", ")}), and three are needed: choose another size`,
      );
  return { controlPlane: controlPlane.slice(0, 3), workers };
}
