import type { JsonObject } from "../../documents/json.ts";
import type { OpenShiftVersion } from "../../documents/openshift-version.ts";
import { messages } from "../../errors/messages.ts";
import type { OpenShiftVersion as Draft } from "../../generated/admin/types.ts";
import { validateOpenShiftVersion } from "../../generated/admin/validate-resources.js";
import { invalid, isUnset } from "../rules/rule.ts";
import { adminResource } from "./resource.ts";

const { show, judge } = adminResource({
  shape: "OpenShiftVersion",
  validate: validateOpenShiftVersion,
  policy: {
    mutable: [
      "properties.openShiftPullspec",
      "properties.installerPullspec",
      "properties.enabled",
      "properties.default",
    ],
    kept: ["name", "type"],
    foldCase: ["type"],
  },
  zerosShown: ["properties.enabled", "properties.default"],
  rules: (asked, stored) => {
    const { properties = {} } = asked as Draft;
    const required = (["version", "installerPullspec", "openShiftPullspec"] as const).filter((name) =>
      isUnset(properties[name]),
    );
    const was = (stored as Draft | undefined)?.properties;
    return [
      ...required.map((name) => invalid(`properties.${name}`, messages.missing({ target: `properties.${name}` }))),
      ...(was?.default === true && properties.enabled !== true
        ? [invalid("properties.enabled", messages.defaultVersionDisabled({ value: was.version }))]
        : []),
    ];
  },
});

/** `version` with the name and type it has when nobody gave it any (spec 01 §1.8). */
const named = (version: OpenShiftVersion): JsonObject => ({
  ...version,
  name: version.name ?? version.properties.version,
  type: version.type ?? "Microsoft.RedHatOpenShift/OpenShiftVersion",
});

/** Versions of OpenShift as administrators read and write them. */
export const adminOpenShiftVersion = {
  toExternal: (version: OpenShiftVersion): JsonObject => show({ ...named(version), id: undefined }),
  /** What a PUT asks for; `stored` is the version of the same number. */
  judge: (body: JsonObject, stored?: OpenShiftVersion) => judge(body, stored === undefined ? undefined : named(stored)),
};
