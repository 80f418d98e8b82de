import { parseSystemData } from "../headers/system-data.ts";
import type { Stage } from "./stage.ts";

/** Takes ARM's account of who writes from its header; a malformed one is logged without its content, and does not matter (ARM-SYS-02, ARM-SYS-05). */
export const systemData: Stage = (exchange) => {
  if (exchange.route?.body !== "json") return;
  const header = exchange.request.headers["x-ms-arm-resource-system-data"];
  if (header !== undefined && header !== "") {
    exchange.systemData = parseSystemData(header);
    if (exchange.systemData === undefined) exchange.log.warn("request.system_data_malformed", { bytes: header.length });
  }
};
