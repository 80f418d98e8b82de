import type { CloudErrorBody } from "@aro/api";
import type { Reply } from "./reply.ts";

/** The error in an answer. */
export const errorOf = ({ json }: Pick<Reply, "json">): CloudErrorBody => json["error"] as CloudErrorBody;
