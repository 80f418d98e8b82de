import { checkParts } from "../routing/parts.ts";
import type { Stage } from "./stage.ts";

/** 400 for a part of the path that breaks its rule (ARM-URI-05). */
export const parts: Stage = async (exchange, rest, { location }) => {
  checkParts(exchange.parameters, { location });
  return rest();
};
