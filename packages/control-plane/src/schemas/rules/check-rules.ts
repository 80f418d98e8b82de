import { Optional } from "@marcbachmann/cel-js";
import type { Cause } from "../../status/status.ts";
import type { Rules } from "../create-schemas.ts";
import { findings } from "../findings.ts";
import type { Schema, SchemaSource, ValidationRule } from "../schema.ts";
import { entry, isObject, item, member, resolved, valuesOf } from "../walk.ts";
import { compile, makeDuration } from "./compile.ts";
import { celValue } from "./values.ts";

const reasons: Readonly<Record<string, string>> = {
  FieldValueInvalid: "FieldValueInvalid",
  FieldValueForbidden: "FieldValueForbidden",
  FieldValueRequired: "FieldValueRequired",
  FieldValueDuplicate: "FieldValueDuplicate",
};

/** Rules of definitions (`x-kubernetes-validations`), wherever they stand in the schema. */
export const createRules =
  (source: SchemaSource): Rules =>
  (schema, object, before) => {
    const causes: Cause[] = [];
    const cel = (of: Schema, value: unknown) => celValue(of, value, source, makeDuration);

    const one = (own: Schema, rule: ValidationRule, value: unknown, old: unknown, path: string): void => {
      const usesOld = /\boldSelf\b/.test(rule.rule);
      if (usesOld && old === undefined && !rule.optionalOldSelf) return;
      // What is as it was has been judged before: an old fault stands in nobody's way.
      if (!usesOld && old !== undefined && JSON.stringify(old) === JSON.stringify(value)) return;
      const self = cel(own, value);
      const previous = old === undefined ? undefined : cel(own, old);
      const oldSelf = rule.optionalOldSelf
        ? previous === undefined
          ? Optional.none()
          : Optional.of(previous)
        : previous;
      const context = usesOld ? { self, oldSelf } : { self };
      const expression = compile(rule.rule);
      let held: unknown;
      let why = rule.message?.trim() ?? `failed rule: ${rule.rule}`;
      if ("fault" in expression) return;
      try {
        held = expression.run(context);
      } catch (error) {
        const [first = ""] = (error as Error).message.split("\n");
        why = `${rule.message?.trim() ?? rule.rule} evaluation error: ${first}`;
        held = false;
      }
      if (held === true) return;
      const told = rule.messageExpression === undefined ? undefined : compile(rule.messageExpression);
      if (told !== undefined && "run" in told)
        try {
          const said = told.run(context);
          if (typeof said === "string" && said.trim() !== "") why = said;
        } catch {
          // The rule's plain message stands.
        }
      const at = rule.fieldPath === undefined ? path : path + rule.fieldPath;
      const field = at.replace(/^\./, "");
      const reason = reasons[rule.reason ?? "FieldValueInvalid"] ?? "FieldValueInvalid";
      causes.push(
        reason === "FieldValueRequired"
          ? findings.required(field, why)
          : reason === "FieldValueForbidden"
            ? findings.forbidden(field, why)
            : {
                ...(isObject(value) || Array.isArray(value)
                  ? findings.wrong(field, why)
                  : findings.invalid(field, value, why)),
                reason,
              },
      );
    };

    const walk = (of: Schema, value: unknown, old: unknown, path: string): void => {
      if (value === null || value === undefined) return;
      const own = resolved(of, source);
      for (const rule of own["x-kubernetes-validations"] ?? []) one(own, rule, value, old, path);
      if (Array.isArray(value)) {
        if (own.items === undefined) return;
        for (const [index, element] of value.entries())
          walk(own.items, element, sameElement(own, element, old), item(path, index));
        return;
      }
      if (!isObject(value)) return;
      const values = valuesOf(own);
      const was = isObject(old) ? old : {};
      for (const [name, held] of Object.entries(value)) {
        const known =
          own.properties !== undefined && Object.hasOwn(own.properties, name) ? own.properties[name] : undefined;
        if (known !== undefined) walk(known, held, was[name], member(path, name));
        else if (values !== undefined) walk(values, held, was[name], entry(path, name));
      }
    };
    walk(schema, object, before, "");
    return causes;
  };

/** The element that stood for this one before: only lists with keys tell. */
function sameElement(schema: Schema, element: unknown, old: unknown): unknown {
  if (schema["x-kubernetes-list-type"] !== "map" || !Array.isArray(old) || !isObject(element)) return undefined;
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return old.find(
    (one) => isObject(one) && keys.every((key) => JSON.stringify(one[key]) === JSON.stringify(element[key])),
  );
}

/** What is wrong with an expression; undefined when it can be compiled. */
export function ruleFault(expression: string): string | undefined {
  const made = compile(expression);
  if ("fault" in made) return made.fault;
  return made.type === undefined || made.type === "bool" || made.type === "dyn"
    ? undefined
    : "cel expression must evaluate to a bool";
}
