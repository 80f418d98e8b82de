import { createHash } from "node:crypto";
import type { KubeObject } from "@aro/control-plane";
import { type Doc, isDoc, record, records, text } from "../../documents/document.ts";

/** A configuration that is made of all those of a pool. */
export interface Rendered {
  name: string;
  spec: Doc;
  /** What it is made of, by name. */
  sources: readonly string[];
}

/** Lists merged by what identifies their elements; later ones win. */
function mergedBy(key: string, lists: readonly Doc[][]): Doc[] {
  const merged = new Map<string, Doc>();
  for (const one of lists.flat()) merged.set(text(one[key]), { ...merged.get(text(one[key])), ...one });
  return [...merged.values()].sort((a, b) => (text(a[key]) < text(b[key]) ? -1 : 1));
}

/** Renders a pool's configuration out of its MachineConfigs, which are taken in the order of their names. Pure. */
export function render(pool: string, configs: readonly KubeObject[], osImage: string): Rendered {
  const sorted = configs.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const specs = sorted.map((one) => record(one["spec"] as Doc));
  const parts = specs.map((spec) => record(spec["config"]));
  const flag = (member: string) => specs.some((spec) => spec[member] === true);
  const extensions = [
    ...new Set(specs.flatMap((spec) => (Array.isArray(spec["extensions"]) ? spec["extensions"] : []))),
  ];
  const kernelArguments = specs.flatMap((spec) =>
    Array.isArray(spec["kernelArguments"]) ? spec["kernelArguments"] : [],
  );
  const spec: Doc = {
    baseOSExtensionsContainerImage: "",
    config: {
      ignition: { version: "3.5.0" },
      passwd: {
        users: mergedBy(
          "name",
          parts.map((one) => records(record(one["passwd"])["users"])),
        ),
      },
      storage: {
        files: mergedBy(
          "path",
          parts.map((one) => records(record(one["storage"])["files"])),
        ),
      },
      systemd: {
        units: mergedBy(
          "name",
          parts.map((one) => records(record(one["systemd"])["units"])),
        ),
      },
    },
    extensions,
    fips: flag("fips"),
    kernelArguments,
    kernelType: specs.map((one) => text(one["kernelType"])).findLast((one) => one !== "") ?? "default",
    osImageURL: specs.map((one) => text(one["osImageURL"])).findLast((one) => one !== "") ?? osImage,
  };
  const hash = createHash("md5").update(JSON.stringify(spec)).digest("hex");
  return { name: `rendered-${pool}-${hash}`, spec, sources: sorted.map(({ metadata }) => metadata.name) };
}

/** Whether a selector of labels takes an object. */
export function selects(selector: unknown, labels: Readonly<Record<string, string>> = {}): boolean {
  if (!isDoc(selector)) return false;
  const equal = Object.entries(record(selector["matchLabels"])).every(([name, value]) => labels[name] === value);
  const expressions = records(selector["matchExpressions"]).every((one) => {
    const held = labels[text(one["key"])];
    const values = Array.isArray(one["values"]) ? one["values"] : [];
    switch (text(one["operator"])) {
      case "In":
        return held !== undefined && values.includes(held);
      case "NotIn":
        return held === undefined || !values.includes(held);
      case "Exists":
        return held !== undefined;
      default:
        return held === undefined;
    }
  });
  return equal && expressions;
}
