import type { JsonObject } from "../../documents/json.ts";
import type { Rule } from "../rules/rule.ts";
import type { Manners } from "./manners.ts";
import type { ChangePolicy } from "./policy.ts";
import type { ObjectShape } from "./shape.ts";
import type { TypeValidator } from "./type-check.ts";

/** One api-version's resource as data; `judge` and the converters are the same code for all of them. */
export interface Contract {
  name: string;
  /** The resource on the wire, from the swagger. */
  shape: ObjectShape;
  validate: TypeValidator;
  /** Shapes, by definition, of what the version serves besides clusters. */
  resources: Readonly<Record<string, ObjectShape>>;
  policy: ChangePolicy;
  manners: Manners;
  /** Static rules in the order their findings are reported. */
  rules: readonly Rule[];
  /** It changes what exists, and creates nothing. */
  createsNothing?: true;
  /** What a PATCH merges over, where that is not what is stored. */
  patchBase?: (before: JsonObject, sent: JsonObject) => JsonObject;
}
