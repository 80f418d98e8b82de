import { jsonText } from "../output/json.ts";
import { type Column, tableText } from "../output/table.ts";
import type { OutputFormat } from "../output/write.ts";
import type { World } from "../world.ts";
import type { DryRunFinding } from "./dry-run.ts";

const columns: readonly Column<DryRunFinding>[] = [
  { heading: "Code", cell: ({ code }) => code },
  { heading: "Target", cell: ({ target }) => target },
  { heading: "Message", cell: ({ message }) => message },
];

/** Prints what was found, on stdout. */
export function writeFindings(world: World, findings: readonly DryRunFinding[], format: OutputFormat): void {
  world.stdout.write(
    format === "json" ? jsonText({ valid: findings.length === 0, findings }) : findingsText(world, findings),
  );
}

/** A table; where a person looks at it on a terminal too narrow for it, one finding below the other. */
function findingsText({ stdout }: World, findings: readonly DryRunFinding[]): string {
  const table = tableText(columns, findings);
  if (!stdout.isTerminal || table.split("\n").every((line) => line.length <= stdout.columns)) return table;
  return findings
    .map(({ code, target, message }) => `${[code, target].join("  ").trimEnd()}\n  ${message}\n`)
    .join("\n");
}

const permissionCodes: ReadonlySet<string> = new Set([
  "InvalidServicePrincipalPermissions",
  "InvalidResourceProviderPermissions",
]);

/** Whether it is about a right on the virtual network, or on something in it: one that a role on the network gives. */
export const isRightOnNetwork = ({ code, message }: DryRunFinding, vnetId: string): boolean => {
  const at = message.toLowerCase().indexOf(`'${vnetId.toLowerCase()}`);
  const next = message.charAt(at + 1 + vnetId.length);
  return permissionCodes.has(code) && at >= 0 && (next === "'" || next === "/");
};
