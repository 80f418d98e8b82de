import type { JsonObject } from "../../documents/json.ts";
import type { Finding } from "../../errors/cloud-error.ts";
import shapes from "../../generated/admin/resources.json" with { type: "json" };
import { applied } from "../contract/apply.ts";
import { canonicalNames } from "../contract/canonical-names.ts";
import type { Contract } from "../contract/contract.ts";
import { differences } from "../contract/difference.ts";
import { fixedFindings } from "../contract/fixed.ts";
import { knownBody } from "../contract/known.ts";
import { withLeftOut } from "../contract/left-out.ts";
import { placesOf } from "../contract/place.ts";
import type { ChangePolicy } from "../contract/policy.ts";
import type { ObjectShape } from "../contract/shape.ts";
import { type TypeValidator, typeFindings } from "../contract/type-check.ts";
import { externalView, settablePart } from "../contract/view.ts";
import { adminContract } from "./contract.ts";

/** What a PUT of one of the administrators' resources leads to. */
export type ResourceJudgement =
  | { valid: false; findings: readonly [Finding, ...Finding[]] }
  /** The resource as it is to be stored: what was stored with the asked-for members changed. */
  | { valid: true; resource: JsonObject; changed: boolean };

/** One of the administrators' resources besides clusters: how it is read and written (spec 01 §1.8). Pure. */
export interface AdminResource {
  /** `resource`, named and completed as it is outside, in the order of answers. */
  show(resource: JsonObject): JsonObject;
  /** What a PUT with `body` asks for; `stored` is the present resource, named as outside. */
  judge(body: JsonObject, stored?: JsonObject): ResourceJudgement;
}

/** What a kind of resource has for itself. */
export interface ResourceTables {
  shape: keyof typeof shapes;
  validate: TypeValidator;
  policy?: Partial<ChangePolicy>;
  zerosShown?: readonly string[];
  /** Static rules (spec 01 §7.10), over what the body says with what it may leave out. */
  rules: (asked: JsonObject, stored: JsonObject | undefined) => Finding[];
}

const nothing: ChangePolicy = {
  mutable: [],
  readOnly: [],
  filledIn: [],
  kept: [],
  foldCase: [],
  presence: [],
  instructions: [],
};

/** The resource that `tables` describe, by the same mechanism as clusters. */
export function adminResource(tables: ResourceTables): AdminResource {
  const shape = shapes[tables.shape] as ObjectShape;
  const contract: Contract = {
    ...adminContract,
    shape,
    validate: tables.validate,
    policy: { ...nothing, ...tables.policy },
    manners: {
      ...adminContract.manners,
      alwaysShown: ["", "properties"],
      zerosShown: tables.zerosShown ?? [],
      shownWhenUnset: {},
    },
  };
  const root = placesOf(contract);
  const show = (resource: JsonObject) => externalView(root, resource);
  return {
    show,
    judge: (asWritten, stored) => {
      const { body, findings: names } = canonicalNames(root, asWritten);
      const types = [...names, ...typeFindings(tables.validate, shape, body)];
      if (isSome(types)) return { valid: false, findings: types };
      const before = stored === undefined ? {} : settablePart(root, show(stored));
      const asked = settablePart(root, knownBody(root, body, false).body);
      const after = withLeftOut(root, before, asked, "PUT");
      const changes = differences(root, before, after);
      const findings = [...tables.rules(after, stored), ...(stored === undefined ? [] : fixedFindings(changes))];
      if (isSome(findings)) return { valid: false, findings };
      const resource = applied(root, stored ?? {}, before, after, noSecrets);
      return { valid: true, resource, changed: changes.length > 0 };
    },
  };
}

const isSome = (findings: Finding[]): findings is [Finding, ...Finding[]] => findings.length > 0;

function noSecrets(): never {
  throw new Error("none of these resources holds a secret");
}
