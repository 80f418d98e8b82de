import { copyOf, isSame } from "../../objects/json.ts";
import type { KubeObject } from "../../objects/object.ts";
import { nameFault } from "../../registry/names.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional } from "../traits/filling.ts";
import { qualityOf } from "../traits/quality.ts";
import { checkContainer, checkPodSpec } from "./pod-spec.ts";

const specOf = (pod: KubeObject): Members => optional(pod as Members, "spec") ?? {};
const ephemeralField = "spec.ephemeralContainers";

/** What is wrong with a new pod. */
export const checkNewPod = (pod: KubeObject): Cause[] => [
  ...checkPodSpec(specOf(pod), "spec"),
  ...(each(specOf(pod), "ephemeralContainers").length > 0
    ? [findings.forbidden(ephemeralField, "cannot be set on create")]
    : []),
];

const changeable = new Set([
  "activeDeadlineSeconds",
  "tolerations",
  "terminationGracePeriodSeconds",
  "nodeName",
  "schedulingGates",
]);

/** Of a pod that is there, little may be changed. */
export function checkPodUpdate(pod: KubeObject, before: KubeObject): Cause[] {
  const plain = (one: KubeObject): Members => {
    const spec = copyOf(specOf(one));
    for (const name of changeable) delete spec[name];
    for (const list of ["containers", "initContainers"]) for (const held of each(spec, list)) delete held["image"];
    return spec;
  };
  return isSame(plain(pod), plain(before))
    ? []
    : [
        findings.forbidden(
          "spec",
          "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)",
        ),
      ];
}

/** What only containers have that stay, in the order in which it is found wrong. */
const lasting = [
  "ports",
  "resources",
  "resizePolicy",
  "restartPolicy",
  "restartPolicyRules",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
];
const isSaid = (value: unknown): boolean =>
  value !== undefined && value !== null && !(typeof value === "object" && Object.keys(value).length === 0);

function checkEphemeral(one: Members, path: string, taken: ReadonlySet<unknown>, spec: Members): Cause[] {
  const { targetContainerName: target } = one;
  const name = String(one["name"] ?? "");
  const fault = name === "" ? undefined : nameFault(name, "label");
  const volumes = new Set(each(spec, "volumes").map((volume) => volume["name"]));
  const plain = Object.fromEntries(Object.entries(one).filter(([member]) => !lasting.includes(member)));
  return [
    ...(name === "" ? [findings.required(`${path}.name`)] : []),
    ...(fault === undefined ? [] : [findings.invalid(`${path}.name`, name, fault)]),
    ...checkContainer(plain, path, volumes),
    ...(taken.has(name) ? [findings.duplicate(`${path}.name`, name)] : []),
    ...(target && !each(spec, "containers").some((held) => held["name"] === target)
      ? [
          {
            reason: "FieldValueNotFound",
            message: `Not found: ${JSON.stringify(target)}`,
            field: `${path}.targetContainerName`,
          } as const,
        ]
      : []),
    ...lasting
      .filter((member) => isSaid(one[member]))
      .map((member) => findings.forbidden(`${path}.${member}`, "cannot be set for an Ephemeral Container")),
  ];
}

/** Ephemeral containers are added, and neither changed nor taken away. */
export function checkEphemeralContainers(pod: KubeObject, before: KubeObject): Cause[] {
  const spec = specOf(pod);
  const list = each(spec, "ephemeralContainers");
  const others = [...each(spec, "containers"), ...each(spec, "initContainers")].map(({ name }) => name);
  return [
    ...list.flatMap((one, index) =>
      checkEphemeral(
        one,
        `${ephemeralField}[${index}]`,
        new Set([...others, ...list.slice(0, index).map(({ name }) => name)]),
        spec,
      ),
    ),
    ...each(specOf(before), "ephemeralContainers").flatMap((old) => {
      const now = list.find(({ name }) => name === old["name"]);
      if (now !== undefined && isSame(now, old)) return [];
      const what = `existing ephemeral containers ${JSON.stringify(old["name"])} may not be`;
      return [findings.forbidden(ephemeralField, now === undefined ? `${what} removed\n` : `${what} changed\n`)];
    }),
  ];
}

/** A pod may be given more or less, and remains as sure of it as it was. */
export function checkResize(pod: KubeObject, before: KubeObject): Cause[] {
  const quality = qualityOf(specOf(before));
  return [
    ...checkPodSpec(specOf(pod), "spec"),
    ...(quality === qualityOf(specOf(pod))
      ? []
      : [findings.invalid("spec", quality, "Pod QOS Class may not change as a result of resizing")]),
  ];
}
