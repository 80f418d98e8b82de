/** Zones that every region with zones has. */
const usualZones: readonly string[] = ["1", "2", "3"];
/** A region whose zones are not for these clusters (spec 03 §7.3). */
const withoutZones: ReadonlySet<string> = new Set(["centraluseuap"]);

/** Zones of the two kinds of nodes; both empty where machines are non-zonal. */
export interface NodeZones {
  controlPlane: readonly string[];
  workers: readonly string[];
}

export interface ZonesOffered {
  region: string;
  controlPlane: readonly string[];
  workers: readonly string[];
  /** Zones beyond the third may be used. */
  expanded: boolean;
}

/** Where nodes can go; or why they cannot, and for which of them another size would help. */
export type Placement =
  | { outcome: "placed"; zones: NodeZones }
  | { outcome: "impossible"; kind: "master" | "worker"; problem: string };

/**
 * Where nodes go, given the zones in which the region offers each size (spec 03 §§7.3, 8.2): sorted, 1 to 3 unless others are allowed, the
 * control plane in the first three. Both kinds are zonal or neither, and zones are at least three.
 */
export function placeNodes(offered: ZonesOffered): Placement {
  const { region, expanded } = offered;
  if (withoutZones.has(region)) return { outcome: "placed", zones: { controlPlane: [], workers: [] } };
  const usable = (zones: readonly string[]) =>
    zones.filter((zone) => expanded || usualZones.includes(zone)).toSorted((a, b) => a.localeCompare(b));
  const controlPlane = usable(offered.controlPlane);
  const workers = usable(offered.workers);
  if ((controlPlane.length === 0) !== (workers.length === 0))
    return {
      outcome: "impossible",
      kind: controlPlane.length === 0 ? "master" : "worker",
      problem: `masters are ${controlPlane.length === 0 ? "not " : ""}in zones and workers are ${workers.length === 0 ? "not " : ""}in ${region}: choose sizes that are both offered in zones or both without`,
    };
  for (const [kind, zones] of [["master", controlPlane] as const, ["worker", workers] as const])
    if (zones.length > 0 && zones.length < 3)
      return {
        outcome: "impossible",
        kind,
        problem: `the ${kind} size is offered in ${zones.length} zones of ${region} (${zones.join(", ")}), and three are needed: choose another size`,
      };
  return { outcome: "placed", zones: { controlPlane: controlPlane.slice(0, 3), workers } };
}

/** As {@link placeNodes}. @throws Error saying why they cannot be placed. */
export function nodeZones(offered: ZonesOffered): NodeZones {
  const placement = placeNodes(offered);
  if (placement.outcome === "impossible") throw new Error(placement.problem);
  return placement.zones;
}
