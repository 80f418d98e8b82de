import type { Clock } from "@aro/runtime";
import type { KubeObject } from "../objects/object.ts";
import { fieldOf, resourceOf } from "./downward.ts";
import type { MountedFile } from "./mounted-file.ts";
import { MissingReference, type PodObjects } from "./objects-of-pod.ts";

interface Item {
  key: string;
  path: string;
  mode?: number;
}
interface DownwardItem {
  path: string;
  mode?: number;
  fieldRef?: { fieldPath: string };
  resourceFieldRef?: { containerName?: string; resource: string; divisor?: string };
}
interface Named {
  name?: string;
  secretName?: string;
  items?: Item[];
  optional?: boolean;
  defaultMode?: number;
}
interface Projection {
  configMap?: Named;
  secret?: Named;
  downwardAPI?: { items?: DownwardItem[] };
  serviceAccountToken?: { audience?: string; expirationSeconds?: number; path: string };
}
interface Volume extends Omit<Projection, "serviceAccountToken"> {
  name: string;
  projected?: { sources?: Projection[]; defaultMode?: number };
}
interface Mount {
  name: string;
  mountPath: string;
  subPath?: string;
}

const usualMode = 0o644;
const usualTokenSeconds = 3600;
/** A token is asked for anew when this share of its time is over. */
const renewalShare = 0.8;

/** Files of a pod's volumes, each read when it is asked for. `without`: tokens, when only what is referred to is looked for. */
export type ReadMounts = (
  spec: Readonly<Record<string, unknown>>,
  without?: "tokens",
) => Promise<ReadonlyMap<string, MountedFile>>;

/** `pod` gives the pod as it is now: its labels may change. */
export function mountsOf(pod: () => KubeObject, objects: PodObjects, clock: Clock): ReadMounts {
  const tokens = new Map<string, { text: Promise<string>; renewal: number }>();
  const token = (audience = "", seconds = usualTokenSeconds) => {
    const key = `${audience} ${seconds}`;
    const known = tokens.get(key);
    if (known !== undefined && clock.now() < known.renewal) return known.text;
    const text = objects.token(pod(), audience, seconds);
    tokens.set(key, { text, renewal: clock.now() + seconds * 1000 * renewalShare });
    return text;
  };
  const projection = async (
    one: Projection,
    mode: number,
    spec: Readonly<Record<string, unknown>>,
    without: "tokens" | undefined,
  ) => {
    const { namespace = "" } = pod().metadata;
    if (one.configMap !== undefined)
      return pick(objects.configMap(namespace, one.configMap.name ?? "", one.configMap.optional), one.configMap, mode);
    if (one.secret !== undefined) {
      const name = one.secret.secretName ?? one.secret.name ?? "";
      return pick(objects.secret(namespace, name, one.secret.optional), one.secret, mode);
    }
    if (one.downwardAPI !== undefined)
      return (one.downwardAPI.items ?? []).map(({ path, fieldRef, resourceFieldRef, mode: own }): File => {
        const text =
          fieldRef === undefined
            ? resourceOf(spec, resourceFieldRef?.resource ?? "", resourceFieldRef?.divisor)
            : fieldOf(pod(), fieldRef.fieldPath);
        return [path, { content: Buffer.from(text), mode: own ?? mode }];
      });
    if (one.serviceAccountToken === undefined || without === "tokens") return [];
    const { audience, expirationSeconds } = one.serviceAccountToken;
    const made = await token(audience, expirationSeconds);
    return [[one.serviceAccountToken.path, { content: Buffer.from(made), mode }] satisfies File];
  };
  return async (spec, without) => {
    const files = new Map<string, MountedFile>();
    const { volumes = [] } = pod()["spec"] as { volumes?: Volume[] };
    for (const { name, mountPath, subPath } of (spec["volumeMounts"] ?? []) as Mount[]) {
      const volume = volumes.find((one) => one.name === name);
      if (volume === undefined) continue;
      const mode = volume.projected?.defaultMode ?? volume.configMap?.defaultMode ?? volume.secret?.defaultMode;
      for (const source of volume.projected?.sources ?? [volume])
        for (const [path, file] of await projection(source, mode ?? usualMode, spec, without)) {
          if (subPath === undefined) files.set(join(mountPath, path), file);
          else if (path === subPath) files.set(mountPath, file);
          else if (path.startsWith(`${subPath}/`)) files.set(join(mountPath, path.slice(subPath.length + 1)), file);
        }
    }
    return files;
  };
}

type File = readonly [path: string, file: MountedFile];

const join = (folder: string, path: string): string => `${folder.replace(/\/$/, "")}/${path}`;

function pick(held: ReadonlyMap<string, Uint8Array>, { items, optional }: Named, mode: number): File[] {
  if (items === undefined) return [...held].map(([key, content]) => [key, { content, mode }]);
  return items.flatMap(({ key, path, mode: own }): File[] => {
    const content = held.get(key);
    if (content !== undefined) return [[path, { content, mode: own ?? mode }]];
    if (optional === true) return [];
    throw new MissingReference(`references non-existent config key: ${key}`);
  });
}
