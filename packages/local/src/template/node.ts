import type { Doc } from "../documents/document.ts";

/** One resource that a deployment makes: where it is, and what it waits for. */
export interface Node {
  /** Full id; unique in the plan. */
  id: string;
  type: string;
  name: string;
  apiVersion: string;
  /** The resource as the template has it, expressions and all. */
  source: Doc;
  /** The copies it stands in: name of the copy → its index. */
  copies: Doc;
  /** Ids of nodes that must be there first, lower case. */
  after: string[];
  /** Whether its condition is met. */
  wanted: boolean;
}
