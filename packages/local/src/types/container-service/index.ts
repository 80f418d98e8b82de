import type { TypeRow } from "../../resources/contract.ts";
import { clusters } from "./clusters.ts";

/** The types of Microsoft.ContainerService. */
export const containerServiceTypes = (): readonly TypeRow[] => [clusters];
