import type { JsonObject } from "@aro/api";
import type { Answer } from "../answer.ts";

/** An answer with its body read. */
export interface Reply extends Answer {
  json: JsonObject;
}
