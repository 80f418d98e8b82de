import type { TypeRow } from "../types/type-row.ts";
import type { Actor } from "./change.ts";
import type { Doc } from "./document.ts";
import type { Engine } from "./engine.ts";
import type { Query } from "./query.ts";
import type { ResourceId } from "./route.ts";
import type { Row } from "./rows.ts";

/** An action on one resource: asked for, or ending. */
export interface Act {
  engine: Engine;
  type: TypeRow;
  row: Row;
  apiVersion: string;
  /** In the members' own casing. */
  body: Doc;
  query: Query;
  actor: Actor;
  now: number;
  /** What `run` wants `finish` to know; kept with the operation. */
  notes: Doc;
}

/** A call to an address that is no resource. */
export interface View {
  engine: Engine;
  id: ResourceId;
  apiVersion: string;
  body: Doc;
  query: Query;
  actor: Actor;
}
