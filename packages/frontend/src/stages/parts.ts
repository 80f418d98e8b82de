import { checkParts } from "../routing/parts.ts";
import type { Stage } from "./stage.ts";

/** 400 for a part of the path that breaks its rule (ARM-URI-05). */
export const parts: Stage = ({ parameters }, { location }) => checkParts(parameters, { location });
