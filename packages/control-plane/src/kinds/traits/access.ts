import { findings } from "../../schemas/findings.ts";
import { each, fill, type Members, optional } from "./filling.ts";
import type { Traits } from "./trait.ts";

const group = "rbac.authorization.k8s.io";

/** Names of roles may have any sign that a path may have. */
const role: Traits = { names: "segment" };

const binding: Traits = {
  names: "segment",
  prepare: (object) => {
    const reference = optional(object as Members, "roleRef");
    if (reference !== undefined) fill(reference, { apiGroup: group });
    for (const subject of each(object as Members, "subjects"))
      fill(subject, subject["kind"] === "ServiceAccount" ? {} : { apiGroup: group });
  },
  validate: (object, before) =>
    before === undefined || JSON.stringify(before["roleRef"]) === JSON.stringify(object["roleRef"])
      ? []
      : [findings.invalid("roleRef", object["roleRef"], "cannot change roleRef")],
};

export const access: Readonly<Record<string, Traits>> = {
  [`${group}/roles`]: role,
  [`${group}/clusterroles`]: role,
  [`${group}/rolebindings`]: binding,
  [`${group}/clusterrolebindings`]: binding,
};
