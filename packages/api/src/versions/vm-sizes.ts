/** One VM size the service knows (spec 01 Appendix A). */
export interface VmSize {
  /** As users write it, `Standard_D8s_v5`. */
  name: string;
  /** Usage name its cores count against. */
  family: string;
  cores: number;
  /** Allowed for control plane nodes. */
  master: boolean;
  /** Allowed for worker nodes. */
  worker: boolean;
  /** Only with the feature RequireD2sWorkers, and then for workers. */
  developmentOnly: boolean;
  /** `4.19`: the first OpenShift minor version that supports it. */
  leastVersion?: string;
}

type Roles = "MW" | "W" | "dev" | "MW 4.19" | "W 4.19";

/** Family, then `size:cores` without `Standard_` by the roles it may have; `M` control plane, `W` worker, from which minor version on. */
const families: Readonly<Record<string, Partial<Record<Roles, string>>>> = {
  standardDSv3Family: { dev: "D2s_v3:2", W: "D4s_v3:4", MW: "D8s_v3:8 D16s_v3:16 D32s_v3:32" },
  standardDSv4Family: { dev: "D2s_v4:2", W: "D4s_v4:4 D64s_v4:64", MW: "D8s_v4:8 D16s_v4:16 D32s_v4:32" },
  standardDSv5Family: { dev: "D2s_v5:2", W: "D4s_v5:4 D64s_v5:64 D96s_v5:96", MW: "D8s_v5:8 D16s_v5:16 D32s_v5:32" },
  standardDASv4Family: { W: "D4as_v4:4 D64as_v4:64 D96as_v4:96", MW: "D8as_v4:8 D16as_v4:16 D32as_v4:32" },
  standardDASv5Family: { W: "D4as_v5:4 D64as_v5:64 D96as_v5:96", MW: "D8as_v5:8 D16as_v5:16 D32as_v5:32" },
  standardDDSv5Family: { W: "D4ds_v5:4 D48ds_v5:48 D64ds_v5:64 D96ds_v5:96", MW: "D8ds_v5:8 D16ds_v5:16 D32ds_v5:32" },
  standardDSv6Family: { "MW 4.19": "D4s_v6:4 D8s_v6:8 D16s_v6:16 D32s_v6:32 D48s_v6:48 D64s_v6:64 D96s_v6:96" },
  standardDDSv6Family: { "MW 4.19": "D4ds_v6:4 D8ds_v6:8 D16ds_v6:16 D32ds_v6:32 D48ds_v6:48 D64ds_v6:64 D96ds_v6:96" },
  standardESv3Family: { W: "E4s_v3:4", MW: "E8s_v3:8 E16s_v3:16 E32s_v3:32 E64is_v3:64" },
  standardESv4Family: { W: "E2s_v4:2 E4s_v4:4", MW: "E8s_v4:8 E16s_v4:16 E20s_v4:20 E32s_v4:32 E48s_v4:48 E64s_v4:64" },
  standardESv5Family: {
    W: "E2s_v5:2 E4s_v5:4",
    MW: "E8s_v5:8 E16s_v5:16 E20s_v5:20 E32s_v5:32 E48s_v5:48 E64s_v5:64 E96s_v5:96",
  },
  standardEASv4Family: {
    MW: "E4as_v4:4 E8as_v4:8 E16as_v4:16 E20as_v4:20 E32as_v4:32 E48as_v4:48 E64as_v4:64 E96as_v4:96",
  },
  standardEASv5Family: { MW: "E8as_v5:8 E16as_v5:16 E20as_v5:20 E32as_v5:32 E48as_v5:48 E64as_v5:64 E96as_v5:96" },
  standardEISv4Family: { MW: "E80is_v4:80" },
  standardEIDSv4Family: { MW: "E80ids_v4:80" },
  standardEDSv5Family: { W: "E96ds_v5:96" },
  standardEISv5Family: { MW: "E104is_v5:104" },
  standardEIDSv5Family: { MW: "E104ids_v5:104" },
  standardFSv2Family: { W: "F4s_v2:4 F8s_v2:8 F16s_v2:16 F32s_v2:32", MW: "F72s_v2:72" },
  standardMSFamily: { MW: "M128ms:128" },
  standardLsv2Family: { W: "L4s:4 L8s:8 L16s:16 L32s:32 L8s_v2:8 L16s_v2:16 L32s_v2:32 L48s_v2:48 L64s_v2:64" },
  standardLsv3Family: { W: "L8s_v3:8 L16s_v3:16 L32s_v3:32 L48s_v3:48 L64s_v3:64" },
  standardLsv4Family: { "W 4.19": "L4s_v4:4 L8s_v4:8 L16s_v4:16 L32s_v4:32 L48s_v4:48 L64s_v4:64 L80s_v4:80" },
  standardDLSv6Family: { "W 4.19": "D4ls_v6:4 D8ls_v6:8 D16ls_v6:16 D32ls_v6:32 D48ls_v6:48 D64ls_v6:64 D96ls_v6:96" },
  standardDLDSv6Family: {
    "W 4.19": "D4lds_v6:4 D8lds_v6:8 D1l6ds_v6:16 D32lds_v6:32 D48lds_v6:48 D64lds_v6:64 D96lds_v6:96",
  },
  "Standard NCASv3_T4 Family": { W: "NC4as_T4_v3:4 NC8as_T4_v3:8 NC16as_T4_v3:16 NC64as_T4_v3:64" },
  "Standard NCSv3 Family": { W: "NC6s_v3:6 NC12s_v3:12 NC24s_v3:24 NC24rs_v3:24" },
};

const rowOf = (family: string, roles: string, entry: string): VmSize => {
  const [size = "", cores = ""] = entry.split(":");
  const [role = "", leastVersion] = roles.split(" ");
  return {
    name: `Standard_${size}`,
    family,
    cores: Number(cores),
    master: role === "MW",
    worker: role === "MW" || role === "W",
    developmentOnly: role === "dev",
    ...(leastVersion === undefined ? {} : { leastVersion }),
  };
};

/** Every size known, in the order of the table. */
export const vmSizes: readonly VmSize[] = Object.entries(families).flatMap(([family, byRoles]) =>
  Object.entries(byRoles).flatMap(([roles, entries]) => entries.split(" ").map((entry) => rowOf(family, roles, entry))),
);

/** Azure's names of sizes the table knows by a misspelt one; both are accepted, only Azure's exists (spec 01 §11 row 10). */
export const azureNames: Readonly<Record<string, string>> = { Standard_D1l6ds_v6: "Standard_D16lds_v6" };

const prefix = "Standard_";

/** By what follows {@link prefix}. */
const bySize: ReadonlyMap<string, VmSize> = new Map(
  [
    ...vmSizes,
    ...vmSizes.flatMap((row) => {
      const azureName = azureNames[row.name];
      return azureName === undefined ? [] : [{ ...row, name: azureName }];
    }),
  ].map((row) => [row.name.slice(prefix.length), row] as const),
);

/**
 * The size of that exact name, Azure's or the misspelt one; undefined when it is not known. It is looked up by a part of the name, because a text that was
 * looked up in a Map is no longer in one piece: V8 has it point to the key that it found, and the cluster is stored with this one.
 */
export const vmSizeOf = (name: string): VmSize | undefined =>
  name.startsWith(prefix) ? bySize.get(name.slice(prefix.length)) : undefined;

/** What Azure calls the size a user named. */
export const azureVmSize = (name: string): string => azureNames[name] ?? name;
