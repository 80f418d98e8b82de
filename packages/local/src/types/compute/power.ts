import { type Doc, record, unseen } from "../../documents/document.ts";

/** Whether a machine runs, as `PowerState/…` has it. */
export type Power = "starting" | "running" | "stopping" | "stopped" | "deallocating" | "deallocated";

/** Whether the machine of this kept document runs. */
export const powerOf = (body: Doc): Power => (record(body[unseen])["power"] as Power | undefined) ?? "running";

/** The custom data, in Base64, that a machine's first start is given: no answer shows it. */
export const customDataOf = (body: Doc): string | undefined => {
  const data = record(body[unseen])["customData"];
  return typeof data === "string" ? data : undefined;
};

/** The kept document of a machine that has come to another state. */
export const withPower = (body: Doc, power: Power): Doc => ({
  ...body,
  [unseen]: { ...record(body[unseen]), power },
});
