import type { Environment } from "@marcbachmann/cel-js";

/** What an expression asks of access control. */
export interface AccessQuestion {
  verb: string;
  path?: string;
  group?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

/** `authorizer` of expressions: may the caller do this? */
export class Authorizer {
  readonly decide: (question: AccessQuestion) => boolean;
  constructor(decide: (question: AccessQuestion) => boolean) {
    this.decide = decide;
  }
}
/** A question on its way: a path, a group or a resource. */
class Check {
  readonly by: Authorizer;
  readonly asked: Omit<AccessQuestion, "verb">;
  constructor(by: Authorizer, asked: Omit<AccessQuestion, "verb">) {
    this.by = by;
    this.asked = asked;
  }
  with(more: Omit<AccessQuestion, "verb">): Check {
    return new Check(this.by, { ...this.asked, ...more });
  }
}
class Verdict {
  readonly allowed: boolean;
  constructor(allowed: boolean) {
    this.allowed = allowed;
  }
}

/** Teaches an environment to ask access control. */
export function registerAuthorizer(environment: Environment): void {
  environment
    .registerType("kubernetes.authorization.Authorizer", Authorizer)
    .registerType("kubernetes.authorization.Check", Check)
    .registerType("kubernetes.authorization.Decision", Verdict);
  const add = (signature: string, handler: (...values: never[]) => unknown): void => {
    environment.registerFunction(signature, handler as (...values: unknown[]) => unknown);
  };
  const check = "kubernetes.authorization.Check";
  add(
    `kubernetes.authorization.Authorizer.group(string): ${check}`,
    (by: Authorizer, group: string) => new Check(by, { group }),
  );
  add(
    `kubernetes.authorization.Authorizer.path(string): ${check}`,
    (by: Authorizer, path: string) => new Check(by, { path }),
  );
  for (const member of ["resource", "subresource", "namespace", "name"])
    add(`${check}.${member}(string): ${check}`, (one: Check, value: string) => one.with({ [member]: value }));
  add(
    `${check}.check(string): kubernetes.authorization.Decision`,
    (one: Check, verb: string) => new Verdict(one.by.decide({ verb, ...one.asked })),
  );
  add("kubernetes.authorization.Decision.allowed(): bool", ({ allowed }: Verdict) => allowed);
  add("kubernetes.authorization.Decision.reason(): string", () => "");
  add("kubernetes.authorization.Decision.errored(): bool", () => false);
  add("kubernetes.authorization.Decision.error(): string", () => "");
}
