export { type Behaviour, behaviours } from "./behaviours.ts";
export { allTypes, type TypeTable } from "./table.ts";
export type { Evidence, PartRow, Reference, RemovalRule, Rule, TypeRow } from "./type-row.ts";
