import { isoTime } from "@aro/runtime";
import { type Doc, record, text, unseen, valueAt } from "../../documents/document.ts";
import type { Row } from "../../documents/rows.ts";
import type { Engine } from "../../resources/contract.ts";
import { consoleLinks } from "./console.ts";
import { disksNamed } from "./machine-disks.ts";
import { type Power, powerOf } from "./power.ts";

const shownPower: Readonly<Record<Power, string>> = {
  starting: "VM starting",
  running: "VM running",
  stopping: "VM stopping",
  stopped: "VM stopped",
  deallocating: "VM deallocating",
  deallocated: "VM deallocated",
};

const shownState: Readonly<Record<string, string>> = {
  Succeeded: "Provisioning succeeded",
  Creating: "Creating",
  Updating: "Updating",
  Deleting: "Deleting",
  Failed: "Provisioning failed",
};

const succeeded = (time: string): Doc => ({
  code: "ProvisioningState/succeeded",
  level: "Info",
  displayStatus: "Provisioning succeeded",
  time,
});

const systems = {
  Linux: { name: "Red Hat Enterprise Linux CoreOS", version: "9.6" },
  Windows: { name: "Windows Server", version: "10.0.20348" },
} as const;

/** How a machine is, seen from the host and from its agent. */
export function instanceView(engine: Engine, row: Row): Doc {
  const power = powerOf(row.body);
  const time = isoTime(row.changedAt);
  const creating = row.state === "Creating";
  const hidden = record(row.body[unseen]);
  const failed = row.state === "Failed" && text(hidden["failedWith"]) !== "";
  const up = power === "running" && !creating && !failed;
  const disk = record(valueAt(row.body, "properties.storageProfile.osDisk"));
  const system = systems[disk["osType"] === "Windows" ? "Windows" : "Linux"];
  const diagnostics = record(valueAt(row.body, "properties.diagnosticsProfile.bootDiagnostics"));
  const managed = diagnostics["enabled"] === true && diagnostics["storageUri"] === undefined;
  const agent = valueAt(row.body, "properties.osProfile.computerName") !== undefined;
  return {
    ...(up && agent
      ? {
          computerName: text(valueAt(row.body, "properties.osProfile.computerName")),
          osName: system.name,
          osVersion: system.version,
          vmAgent: {
            vmAgentVersion: "2.12.0.2",
            statuses: [{ ...succeeded(time), displayStatus: "Ready", message: "Guest Agent is running" }],
            extensionHandlers: [],
          },
        }
      : {}),
    hyperVGeneration: hidden["generation"] ?? "V1",
    disks: disksNamed(row.body).map((one) => ({ name: text(one["name"]), statuses: [succeeded(time)] })),
    ...(diagnostics["enabled"] === true ? { bootDiagnostics: managed ? {} : consoleLinks(engine, row, 0) } : {}),
    statuses: [
      {
        ...succeeded(time),
        code: `ProvisioningState/${row.state.toLowerCase()}${failed ? `/${text(hidden["failedWith"])}` : ""}`,
        displayStatus: shownState[row.state] ?? row.state,
        ...(failed ? { level: "Error" } : {}),
      },
      ...(hidden["generalized"] === true
        ? [{ code: "OSState/generalized", level: "Info", displayStatus: "VM generalized" }]
        : []),
      ...(creating || (failed && hidden["failedWith"] !== "OSProvisioningTimedOut")
        ? []
        : [{ code: `PowerState/${power}`, level: "Info", displayStatus: shownPower[power] }]),
    ],
  };
}
