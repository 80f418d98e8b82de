import type { TypeRow } from "../types/type-row.ts";
import type { Doc } from "./document.ts";
import type { Engine } from "./engine.ts";
import type { Detail } from "./refusal.ts";
import type { ResourceId } from "./route.ts";
import type { Row } from "./rows.ts";

/** Who asks, as far as the engine cares. */
export interface Actor {
  objectId: string;
  tenantId: string;
  kind: "User" | "ServicePrincipal";
  name: string;
}

/** A PUT under way: what rules see and complete. Everything happens in one transaction. */
export interface Change {
  engine: Engine;
  type: TypeRow;
  id: ResourceId;
  apiVersion: string;
  actor: Actor;
  /** Whether a template deployment asks. */
  deployment: boolean;
  before: Row | undefined;
  /** The document that will be stored; rules complete it in place. */
  doc: Doc;
  /** Id as it is kept: the casing of the first PUT. */
  keptId: string;
  location: string;
  now: number;
  /** Set by a rule: the call is taken, and its work fails so when its time has come. */
  failure?: Detail;
}

/** A DELETE: asked for (`phase` "asked", where rules refuse) or carried out ("done", where rules clear up). */
export interface Removal {
  engine: Engine;
  type: TypeRow;
  row: Row;
  phase: "asked" | "done";
}
