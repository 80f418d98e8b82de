import { blobText } from "@aro/azure";
import type { ClusterContext } from "../context.ts";
import { managedGroup } from "../names/cluster-facts.ts";

/** Of a console, the end is logged. */
const longestConsole = 50 * 1024;
const sasMinutes = 60;

/** What the machines of a cluster said while they started (spec 03 §2.8 `LogVMSerialConsole`). */
export async function logVMSerialConsole(context: ClusterContext, signal: AbortSignal): Promise<void> {
  const group = managedGroup(context.run.cluster());
  const { virtualMachines } = await context.azure.clients.compute();
  for await (const machine of virtualMachines.list(group, { abortSignal: signal })) {
    const { name = "" } = machine;
    context.run.log.info("virtual machine", { failedRoleInstance: name, object: machine });
    try {
      const links = await virtualMachines.retrieveBootDiagnosticsData(group, name, {
        sasUriExpirationTimeInMinutes: sasMinutes,
        abortSignal: signal,
      });
      if (links.serialConsoleLogBlobUri === undefined) continue;
      for (const line of linesOf(await blobText(links.serialConsoleLogBlobUri, signal)))
        context.run.log.info("serial console", { failedRoleInstance: name, line });
    } catch (error) {
      signal.throwIfAborted();
      context.run.log.warn("serial console cannot be read", { failedRoleInstance: name, error });
    }
  }
}

/** The last lines of a console, the first of them whole, without blanks and without repeating themselves. */
export function linesOf(text: string): string[] {
  const end = text.length <= longestConsole ? text : text.slice(-longestConsole).replace(/^[^\n]*\n/, "");
  const lines = end.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.filter((line, index) => line !== lines[index - 1]);
}
