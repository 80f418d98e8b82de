/** The operator's switches, by name, as the Cluster object carries them; what a new cluster gets is the published API's to say (`defaultOperatorFlags`). */
export type OperatorFlags = Readonly<Record<string, string>>;

/** Whether a flag is on: `true` in any casing; missing, empty, `1` and `yes` are off (spec 04 §3.1). */
export const isOn = (flags: OperatorFlags, name: string): boolean => flags[name]?.toLowerCase() === "true";
