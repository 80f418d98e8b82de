import { record, unseen, valueAt } from "../../documents/document.ts";
import type { Act, ActionRow } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { invalidParameter, notAllowed } from "./base.ts";
import { consoleLinks } from "./console.ts";
import { instanceView } from "./instance-view.ts";
import { setDiskStates } from "./machine-disks.ts";
import { type Power, powerOf, withPower } from "./power.ts";
import { sizesOfOne } from "./size-lists.ts";

const turn = ({ engine, row, now }: Act, power: Power): void =>
  engine.rows.put({ ...row, body: withPower(row.body, power), changedAt: now, etag: freshEtag(engine) });

const runs = (power: Power): boolean => power === "running" || power === "starting";

/** An action that ends in another state of power. */
const powerAction = (
  name: string,
  takes: readonly [number, number],
  states: { during: Power; after: Power; needsRunning?: true; query?: readonly string[] },
): ActionRow => ({
  name,
  verb: "POST",
  what: `PowerState/${states.during}, then PowerState/${states.after}`,
  evidence: "documented",
  takes,
  label: `${name.charAt(0).toUpperCase()}${name.slice(1)}VirtualMachineOperation`,
  state: "Updating",
  ...(states.query === undefined ? {} : { query: states.query }),
  run: (act) => {
    if (states.needsRunning && !runs(powerOf(act.row.body)))
      throw notAllowed("The operation requires the VM to be running (or set to run).");
    if (act.query.get("hibernate")?.toLowerCase() === "true")
      throw notAllowed(`VM '${act.row.name}' cannot be hibernated: hibernation is not enabled for it.`);
    turn(act, states.during);
    return undefined;
  },
  finish: (act) => {
    turn(act, states.after);
    if (states.after === "deallocated") setDiskStates(act.engine, act.row.key, "Reserved");
    if (states.after === "running") setDiskStates(act.engine, act.row.key, "Attached");
    return undefined;
  },
});

const reapply: ActionRow = {
  name: "reapply",
  verb: "POST",
  what: "does nothing to a machine that is well",
  evidence: "documented",
  takes: [10_000, 30_000],
  label: "ReapplyVirtualMachineOperation",
  state: "Updating",
  run: () => undefined,
};

const generalize: ActionRow = {
  name: "generalize",
  verb: "POST",
  what: "marks a stopped machine, so that images can be made of it",
  evidence: "documented",
  run: ({ engine, row }) => {
    if (runs(powerOf(row.body)))
      throw notAllowed(`Cannot generalize VM '${row.name}' while it is running. Stop or deallocate it first.`);
    const body = { ...row.body, [unseen]: { ...record(row.body[unseen]), generalized: true } };
    engine.durable.transaction(() => engine.rows.put({ ...row, body, etag: freshEtag(engine) }));
    return undefined;
  },
};

const minute = 60_000;

const bootDiagnostics: ActionRow = {
  name: "retrieveBootDiagnosticsData",
  verb: "POST",
  what: "addresses of screenshot and serial console, signed for 1 to 1440 minutes, 120 when nothing is said",
  evidence: "documented",
  query: ["sasuriexpirationtimeinminutes"],
  run: ({ engine, row, query, now }) => {
    const given = query.get("sasuriexpirationtimeinminutes") ?? "120";
    const minutes = Number(given);
    if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440)
      throw invalidParameter(
        "sasUriExpirationTimeInMinutes",
        `The value '${given}' of parameter 'sasUriExpirationTimeInMinutes' is out of range. The value must be between '1' and '1440', inclusive.`,
      );
    if (valueAt(row.body, "properties.diagnosticsProfile.bootDiagnostics.enabled") !== true)
      throw notAllowed(`Boot diagnostics is not enabled for VM '${row.name}'.`);
    return consoleLinks(engine, row, now + minutes * minute);
  },
};

const view: ActionRow = {
  name: "instanceView",
  verb: "GET",
  what: "provisioning state and power state, agent, disks",
  evidence: "seen",
  run: ({ engine, row }) => instanceView(engine, row),
};

/** What can be done to a machine besides writing it. */
export const machineActions: readonly ActionRow[] = [
  powerAction("start", [15_000, 40_000], { during: "starting", after: "running" }),
  powerAction("powerOff", [10_000, 25_000], { during: "stopping", after: "stopped", query: ["skipshutdown"] }),
  powerAction("deallocate", [25_000, 60_000], {
    during: "deallocating",
    after: "deallocated",
    query: ["hibernate", "forcedeallocate"],
  }),
  powerAction("restart", [10_000, 30_000], { during: "running", after: "running", needsRunning: true }),
  powerAction("redeploy", [60_000, 120_000], { during: "running", after: "running", needsRunning: true }),
  reapply,
  generalize,
  view,
  bootDiagnostics,
  sizesOfOne,
];
