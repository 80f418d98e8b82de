export { type Generations, type MachineSize, machineSizes, offeredSizes } from "./machine-sizes.ts";
export { type NodeZones, nodeZones, type Placement, placeNodes, type ZonesOffered } from "./node-zones.ts";
