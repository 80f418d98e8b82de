import { type Doc, record, text, unseen } from "../../documents/document.ts";
import type { Act, ActionRow } from "../../resources/contract.ts";
import { freshEtag } from "../../resources/etags.ts";
import { invalidParameter, machineType, notAllowed } from "./base.ts";
import { powerOf } from "./power.ts";

const change = (act: Act, properties: Doc, told: Doc): void => {
  const { engine, row } = act;
  const body = {
    ...row.body,
    properties: { ...record(row.body["properties"]), ...properties },
    [unseen]: { ...record(row.body[unseen]), ...told },
  };
  engine.rows.put({ ...row, body, etag: freshEtag(engine) });
};

/** The state of a disk that nobody reads from outside. */
function restingState({ engine, row }: Act): string {
  const holder = text(row.body["managedBy"]);
  const machine = holder === "" ? undefined : engine.rows.get(holder.toLowerCase());
  if (machine?.type !== machineType) return "Unattached";
  return powerOf(machine.body) === "deallocated" ? "Reserved" : "Attached";
}

const begin: ActionRow = {
  name: "beginGetAccess",
  verb: "POST",
  what: "gives an address with a signature for a while; not of a disk whose machine runs",
  evidence: "documented",
  model: "GrantAccessData",
  takes: [1_000, 3_000],
  label: "GrantAccessOperation",
  run: (act) => {
    const { body, row, type } = act;
    const seconds = Number(body["durationInSeconds"]);
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > 4_294_967_295)
      throw invalidParameter(
        "durationInSeconds",
        `The value '${String(body["durationInSeconds"])}' of parameter 'durationInSeconds' is out of range. The value must be between '1' and '4294967295', inclusive.`,
      );
    if (type.label === "Disk" && restingState(act) === "Attached")
      throw notAllowed(
        `Export SAS uri is not supported for this managed disk '${row.name}' as it is attached to a running virtual machine '${text(row.body["managedBy"])}'. Please deallocate the virtual machine and try again.`,
      );
    return undefined;
  },
  finish: (act) => {
    const { engine, body, row } = act;
    const state = text(body["access"]) === "Write" ? "ActiveUpload" : "ActiveSAS";
    change(act, { diskState: state }, { accessUntil: act.now + Number(body["durationInSeconds"]) * 1_000 });
    const mark = Buffer.from(engine.random.bytes(24));
    const host = `md-${mark.subarray(0, 6).toString("hex")}.blob.${engine.suffixes.storage}`;
    const signature = encodeURIComponent(mark.toString("base64"));
    return {
      accessSAS: `https://${host}/${row.name.toLowerCase()}/abcd?sv=2018-03-28&sr=b&si=${engine.random.uuid()}&sig=${signature}`,
    };
  },
};

const end: ActionRow = {
  name: "endGetAccess",
  verb: "POST",
  what: "takes back every address that was given",
  evidence: "documented",
  takes: [1_000, 3_000],
  label: "RevokeAccessOperation",
  run: () => undefined,
  finish: (act) => {
    change(act, { diskState: restingState(act) }, { accessUntil: 0 });
    return undefined;
  },
};

/** What disks and snapshots have in common: being read from outside. */
export const accessActions: readonly ActionRow[] = [begin, end];
