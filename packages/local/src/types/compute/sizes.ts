import { azureVmSize, vmSizes } from "@aro/api";

/** A size of virtual machines, as far as Azure tells of it. */
export interface Size {
  /** `Standard_D8s_v3`. */
  name: string;
  /** Usage name that its cores count against. */
  family: string;
  cores: number;
  memoryGb: number;
  mostDataDisks: number;
  mostInterfaces: number;
  /** Size of the temporary disk; 0 when there is none. */
  temporaryGb: number;
  premium: boolean;
  encryptionAtHost: boolean;
  acceleratedNetworking: boolean;
  /** Generations of Hyper-V that boot on it. */
  generations: "V1" | "V2" | "V1,V2";
  architecture: "x64" | "Arm64";
  gpus: number;
  /** Whether its disks come over NVMe only. */
  nvme: boolean;
}

/** What the sizes of a series have in common: memory for each core, temporary disk for each core, in gigabytes. */
interface Series {
  memory: number;
  temporary: number;
}

// Sizes that clients ask for by themselves, beside those that the service knows: `az vm create` and its documentation.
const others: readonly (readonly [family: string, sizes: string])[] = [
  ["standardDSv2Family", "DS1_v2:1 DS2_v2:2 DS3_v2:4 DS4_v2:8"],
  ["standardDv2Family", "D1_v2:1 D2_v2:2 D3_v2:4"],
  ["standardBSFamily", "B1s:1 B2s:2 B2ms:2 B4ms:4"],
  ["standardDPSv5Family", "D2ps_v5:2 D4ps_v5:4 D8ps_v5:8"],
];

const form = /^Standard_([A-Z]+?)(S?)(\d+)([a-z]*)(?:_T4)?(?:_v(\d+))?$/;

/** Memory where it does not follow from the cores. */
const memoryOf: Readonly<Record<string, number>> = {
  Standard_M128ms: 3892,
  Standard_B1s: 1,
  Standard_B2s: 4,
  Standard_B2ms: 8,
  Standard_B4ms: 16,
  Standard_E64is_v3: 432,
  Standard_E64s_v4: 504,
  Standard_E96s_v5: 672,
  Standard_E80is_v4: 504,
  Standard_E80ids_v4: 504,
  Standard_E96as_v4: 672,
  Standard_E96as_v5: 672,
  Standard_E96ds_v5: 672,
  Standard_E104is_v5: 672,
  Standard_E104ids_v5: 672,
  Standard_NC24s_v3: 448,
  Standard_NC24rs_v3: 448,
};

const gpusOf: Readonly<Record<string, number>> = {
  Standard_NC4as_T4_v3: 1,
  Standard_NC8as_T4_v3: 1,
  Standard_NC16as_T4_v3: 1,
  Standard_NC64as_T4_v3: 4,
  Standard_NC6s_v3: 1,
  Standard_NC12s_v3: 2,
  Standard_NC24s_v3: 4,
  Standard_NC24rs_v3: 4,
};

function seriesOf(letters: string, marks: string, version: number): Series {
  const local = marks.includes("d") || version === 3 ? { temporary: version === 3 ? 8 : 37.5 } : { temporary: 0 };
  switch (letters) {
    case "E":
      return { memory: 8, temporary: version === 3 ? 16 : local.temporary };
    case "F":
      return { memory: 2, temporary: 8 };
    case "L":
      return { memory: 8, temporary: version >= 4 ? 0 : version >= 2 ? 10 : 160 };
    case "M":
      return { memory: 30, temporary: 32 };
    case "NC":
      return marks.includes("a") ? { memory: 7, temporary: 45 } : { memory: 112 / 6, temporary: 112 };
    case "B":
      return { memory: 4, temporary: 4 };
    default:
      if (version === 2) return { memory: 3.5, temporary: 7 };
      if (marks.includes("l")) return { memory: 2, temporary: marks.includes("d") ? 55 : 0 };
      return { memory: 4, temporary: marks.includes("p") ? 0 : local.temporary };
  }
}

function sizeOf(name: string, family: string, cores: number): Size {
  const [, letters = "", storage = "", , marks = "", given = "1"] = form.exec(name) ?? [];
  const version = Number(given);
  const { memory, temporary } = seriesOf(letters, marks, version);
  const arm = marks.includes("p");
  const premium = storage === "S" || marks.includes("s");
  return {
    name,
    family,
    cores,
    memoryGb: memoryOf[name] ?? Math.round(memory * cores * 4) / 4,
    mostDataDisks: Math.min(letters === "M" ? 64 : 32, cores * (letters === "D" && version === 2 ? 4 : 2)),
    mostInterfaces: letters === "B" ? Math.max(2, cores) : Math.min(8, Math.max(2, cores / 2)),
    temporaryGb: Math.round(temporary * cores),
    premium,
    encryptionAtHost: premium && letters !== "M" && !(letters === "L" && version === 1),
    acceleratedNetworking: letters !== "B" && cores >= 2,
    generations: version >= 6 || arm || (letters === "L" && version >= 4) ? "V2" : premium ? "V1,V2" : "V1",
    architecture: arm ? "Arm64" : "x64",
    gpus: gpusOf[name] ?? 0,
    nvme: version >= 6 || (letters === "L" && version >= 4),
  };
}

/** Every size of the emulated Azure: those the service knows, under Azure's names, and a few more. */
export const sizes: readonly Size[] = [
  ...vmSizes.map((row) => sizeOf(azureVmSize(row.name), row.family, row.cores)),
  ...others.flatMap(([family, list]) =>
    list.split(" ").map((entry) => {
      const [name = "", cores = "1"] = entry.split(":");
      return sizeOf(`Standard_${name}`, family, Number(cores));
    }),
  ),
];

const byName: ReadonlyMap<string, Size> = new Map(sizes.map((size) => [size.name.toLowerCase(), size]));

/** The size of that name, whatever its case. */
export const sizeNamed = (name: string): Size | undefined => byName.get(name.toLowerCase());
