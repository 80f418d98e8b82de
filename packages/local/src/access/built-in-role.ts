import type { Evidence } from "../facts/evidence.ts";

/** A role that Azure has from the beginning. */
export interface BuiltInRole {
  id: string;
  name: string;
  description: string;
  actions: readonly string[];
  notActions?: readonly string[];
  dataActions?: readonly string[];
  /** Whether the actions are as published, or what the role's purpose needs. */
  evidence: Evidence;
}
