import type { TypeRow } from "../../resources/contract.ts";
import { registries } from "./registries.ts";
import { scopeMaps, tokens } from "./tokens.ts";

export { isTokenPassword } from "./credentials.ts";
export { registryServers } from "./data-plane.ts";
export { registryViews } from "./views.ts";

/** The types of Microsoft.ContainerRegistry. */
export const registryTypes = (): readonly TypeRow[] => [registries, scopeMaps, tokens];
