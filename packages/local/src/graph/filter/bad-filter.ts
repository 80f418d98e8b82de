import { GraphRefusal } from "../refusal.ts";

/** A filter that cannot be read, or asks what Graph does not filter by. */
export const badFilter = (message: string): GraphRefusal =>
  new GraphRefusal(400, "BadRequest", `Invalid filter clause: ${message}`);
