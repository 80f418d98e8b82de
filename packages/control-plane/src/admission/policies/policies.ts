import type { KubeObject } from "../../objects/object.ts";
import { parsed } from "../../objects/parsed.ts";
import { qualified } from "../../registry/failures.ts";
import { reasons } from "../../status/status.ts";
import type { Store } from "../../store/store.ts";
import type { Admission, Admitted } from "../admission.ts";
import { Denied } from "../denied.ts";
import { type Rule, ruledKind, type Selectors, selected, selects } from "../matching.ts";
import { conditionsHold, type ExpressionDeps, expressionsOf, type Run } from "./expressions.ts";

const group = "admissionregistration.k8s.io";

interface Constraints extends Selectors {
  resourceRules?: Rule[];
  excludeResourceRules?: Rule[];
}
interface Validation {
  expression: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
}
interface PolicySpec {
  matchConstraints?: Constraints;
  paramKind?: { apiVersion: string; kind: string };
  validations?: Validation[];
  failurePolicy?: string;
  matchConditions?: { name: string; expression: string }[];
  variables?: { name: string; expression: string }[];
}
interface BindingSpec {
  policyName: string;
  paramRef?: { name?: string; namespace?: string; selector?: object; parameterNotFoundAction?: string };
  matchResources?: Constraints;
  validationActions?: string[];
}
interface Bound {
  name: string;
  policy: PolicySpec;
  binding: string;
  spec: BindingSpec;
}

/** ValidatingAdmissionPolicies: expressions that every write they are bound to must fulfil. */
export function validatingPolicies(deps: ExpressionDeps): Admission {
  const bound = boundPolicies(deps.store);
  return (write) => {
    if (write.kind.group === group) return;
    for (const one of bound()) judge(deps, one, write);
  };
}

/** Policies with their bindings, read again after one of them has changed. */
function boundPolicies(store: Store): () => readonly Bound[] {
  let known: readonly Bound[] | undefined;
  const [policies, bindings] = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"].map(
    (plural) => `${group}/${plural}`,
  ) as [string, string];
  for (const resource of [policies, bindings])
    store.subscribe(resource, () => {
      known = undefined;
    });
  const read = parsed;
  return () => {
    known ??= [...store.list(bindings)].flatMap(({ text }) => {
      const binding = read(text);
      const spec = binding["spec"] as BindingSpec;
      const policy = store.get(policies, spec.policyName);
      return policy === undefined
        ? []
        : [
            {
              name: spec.policyName,
              policy: read(policy.text)["spec"] as PolicySpec,
              binding: binding.metadata.name,
              spec,
            },
          ];
    });
    return known;
  };
}

function takes(deps: ExpressionDeps, constraints: Constraints | undefined, write: Admitted): boolean {
  if (constraints === undefined) return true;
  const { resourceRules = [], excludeResourceRules = [], matchPolicy } = constraints;
  const kinds = deps.kinds();
  if (excludeResourceRules.length > 0 && ruledKind(kinds, excludeResourceRules, write, matchPolicy)) return false;
  if (resourceRules.length > 0 && !ruledKind(kinds, resourceRules, write, matchPolicy)) return false;
  return selected(deps.store, constraints, write);
}

/** @throws Denied */
function judge(deps: ExpressionDeps, bound: Bound, write: Admitted): void {
  const { policy, spec } = bound;
  if (!takes(deps, policy.matchConstraints, write) || !takes(deps, spec.matchResources, write)) return;
  const ignores = policy.failurePolicy === "Ignore";
  const params = policy.paramKind === undefined ? [undefined] : paramsOf(deps, policy.paramKind, spec, write);
  if (params.length === 0) {
    if (spec.paramRef?.parameterNotFoundAction === "Allow" || ignores) return;
    refuse(
      bound,
      write,
      "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction",
      "",
    );
    return;
  }
  for (const one of params) {
    const run = expressionsOf(deps, write, {
      ...(one === undefined ? {} : { params: one }),
      variables: policy.variables ?? [],
    });
    const holds = conditionsHold(
      run,
      (policy.matchConditions ?? []).map(({ expression }) => expression),
    );
    if (holds instanceof Error) {
      if (!ignores) refuse(bound, write, holds.message, "");
      continue;
    }
    if (!holds) continue;
    for (const validation of policy.validations ?? []) {
      const value = run(validation.expression);
      if (value === true || (value instanceof Error && ignores)) continue;
      if (value instanceof Error)
        refuse(
          bound,
          write,
          `expression '${validation.expression}' resulted in error: ${value.message}`,
          validation.reason,
        );
      else refuse(bound, write, messageOf(run, validation), validation.reason);
    }
  }
}

function messageOf(run: Run, { expression, message, messageExpression }: Validation): string {
  const told = messageExpression === undefined ? undefined : run(messageExpression);
  if (typeof told === "string" && told.trim() !== "" && !told.includes("\n")) return told.trim();
  return message?.trim() || `failed expression: ${expression.trim()}`;
}

function paramsOf(
  { store, kinds }: ExpressionDeps,
  { apiVersion, kind: name }: NonNullable<PolicySpec["paramKind"]>,
  { paramRef = {} }: BindingSpec,
  write: Admitted,
): KubeObject[] {
  const kind = kinds().named(apiVersion, name);
  if (kind === undefined) return [];
  const namespace = paramRef.namespace ?? write.object.metadata.namespace;
  const prefix = kind.namespaced ? `${namespace}/` : "";
  return [...store.list(`${kind.group}/${kind.plural}`, { prefix })]
    .map(({ text }) => parsed(text))
    .filter(({ metadata }) =>
      paramRef.name === undefined ? selects(paramRef.selector, metadata.labels) : metadata.name === paramRef.name,
    );
}

/** Denies, warns, or does neither, as the binding says. @throws Denied */
function refuse(
  { name, binding, spec }: Bound,
  { kind, object, warn }: Admitted,
  why: string,
  reason = "Invalid",
): void {
  const { validationActions = ["Deny"] } = spec;
  const by = `ValidatingAdmissionPolicy '${name}' with binding '${binding}'`;
  if (validationActions.includes("Warn")) warn(`Validation failed for ${by}: ${why}`);
  if (!validationActions.includes("Deny")) return;
  const told = `${by} denied request: ${why}`;
  const shown = reason === "" ? "Invalid" : reason;
  const { name: own } = object.metadata;
  throw new Denied(
    reasons[shown as keyof typeof reasons] ?? reasons.Invalid,
    shown,
    `${qualified(kind)} ${JSON.stringify(own)} is forbidden: ${told}`,
    {
      name: own,
      ...(kind.group === "" ? {} : { group: kind.group }),
      kind: kind.plural,
      causes: [{ message: told }],
    },
  );
}
