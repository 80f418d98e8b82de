import type { KubeObject } from "../../objects/object.ts";
import { qualifiedNameFault } from "../../registry/metadata.ts";
import { nameFault } from "../../registry/names.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, fill, type Members, optional, part } from "./filling.ts";
import type { Traits } from "./trait.ts";

const group = "admissionregistration.k8s.io";
const longestSeconds = 30;

function completeWebhooks(object: Members): void {
  for (const hook of each(object, "webhooks")) {
    fill(hook, {
      failurePolicy: "Fail",
      matchPolicy: "Equivalent",
      namespaceSelector: {},
      objectSelector: {},
      timeoutSeconds: 10,
    });
    const service = optional(part(hook, "clientConfig"), "service");
    if (service !== undefined) fill(service, { port: 443 });
    for (const rule of each(hook, "rules")) fill(rule, { scope: "*" });
  }
}

/** What is wrong with where a webhook is said to be. */
function checkClient(client: Members, path: string): Cause[] {
  const { url, service } = client;
  if ((url === undefined) === (service === undefined))
    return [findings.required(path, "exactly one of url or service is required")];
  if (typeof url !== "string") return [];
  const field = `${path}.url`;
  if (!URL.canParse(url)) return [findings.invalid(field, url, "url must be a valid URL")];
  const read = new URL(url);
  if (read.protocol !== "https:")
    return [
      findings.invalid(
        field,
        read.protocol.replace(/:$/, ""),
        "'https' is the only allowed URL scheme; desired format: https://host[/path]",
      ),
    ];
  return read.search === ""
    ? []
    : [findings.invalid(field, read.search, "query parameters are not permitted in the URL")];
}

function checkRule(rule: Members, path: string): Cause[] {
  const causes: Cause[] = [];
  for (const member of ["operations", "apiGroups", "apiVersions", "resources"]) {
    const list = rule[member];
    if (!Array.isArray(list) || list.length === 0) causes.push(findings.required(`${path}.${member}`));
    else if (list.length > 1 && list.includes("*") && member !== "resources")
      causes.push(findings.invalid(`${path}.${member}`, list, "if '*' is present, must not specify other values"));
  }
  const known = ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"];
  for (const [index, one] of ((rule["operations"] ?? []) as string[]).entries())
    if (!known.includes(one)) causes.push(findings.unsupported(`${path}.operations[${index}]`, one, known));
  return causes;
}

function checkWebhooks(object: KubeObject): Cause[] {
  const hooks = each(object as Members, "webhooks");
  return hooks.flatMap((hook, index) => {
    const path = `webhooks[${index}]`;
    const causes: Cause[] = [];
    const name = String(hook["name"] ?? "");
    if (name === "") causes.push(findings.required(`${path}.name`));
    else if (name.split(".").length < 3)
      causes.push(
        findings.invalid(`${path}.name`, name, "should be a domain with at least three segments separated by dots"),
      );
    else if (nameFault(name, "subdomain") !== undefined)
      causes.push(findings.invalid(`${path}.name`, name, nameFault(name, "subdomain") ?? ""));
    if (hooks.findIndex((other) => other["name"] === name) < index)
      causes.push(findings.duplicate(`${path}.name`, name));
    for (const [at, rule] of each(hook, "rules").entries()) causes.push(...checkRule(rule, `${path}.rules[${at}]`));
    const effects = hook["sideEffects"];
    if (effects === undefined)
      causes.push(findings.required(`${path}.sideEffects`, "must specify one of None, NoneOnDryRun"));
    else if (effects !== "None" && effects !== "NoneOnDryRun")
      causes.push(findings.unsupported(`${path}.sideEffects`, effects, ["None", "NoneOnDryRun"]));
    const seconds = Number(hook["timeoutSeconds"]);
    if (seconds < 1 || seconds > longestSeconds)
      causes.push(
        findings.invalid(
          `${path}.timeoutSeconds`,
          seconds,
          `the timeout value must be between 1 and ${longestSeconds} seconds`,
        ),
      );
    const versions = (hook["admissionReviewVersions"] ?? []) as string[];
    if (versions.length === 0)
      causes.push(findings.required(`${path}.admissionReviewVersions`, "must specify one of v1, v1beta1"));
    else if (!versions.some((one) => one === "v1" || one === "v1beta1"))
      causes.push(
        findings.invalid(`${path}.admissionReviewVersions`, versions, "must include at least one of v1, v1beta1"),
      );
    for (const [at, condition] of each(hook, "matchConditions").entries())
      if (qualifiedNameFault(String(condition["name"] ?? "")) !== undefined)
        causes.push(findings.required(`${path}.matchConditions[${at}].name`));
    causes.push(...checkClient(optional(hook, "clientConfig") ?? {}, `${path}.clientConfig`));
    return causes;
  });
}

/** What policies say of the writes that they look at. */
function completeConstraints(holder: Members, name: string): void {
  const constraints = optional(holder, name);
  if (constraints === undefined) return;
  fill(constraints, { matchPolicy: "Equivalent", namespaceSelector: {}, objectSelector: {} });
  for (const list of ["resourceRules", "excludeResourceRules"])
    for (const rule of each(constraints, list)) fill(rule, { scope: "*" });
}

export const webhooks: Readonly<Record<string, Traits>> = {
  [`${group}/validatingwebhookconfigurations`]: {
    hasGeneration: true,
    prepare: (object) => completeWebhooks(object as Members),
    validate: checkWebhooks,
  },
  [`${group}/mutatingwebhookconfigurations`]: {
    hasGeneration: true,
    prepare: (object) => {
      completeWebhooks(object as Members);
      for (const hook of each(object as Members, "webhooks")) fill(hook, { reinvocationPolicy: "Never" });
    },
    validate: checkWebhooks,
  },
  [`${group}/validatingadmissionpolicies`]: {
    hasGeneration: true,
    prepare: (object, before) => {
      const spec = part(object as Members, "spec");
      fill(spec, { failurePolicy: "Fail" });
      completeConstraints(spec, "matchConstraints");
      if (before === undefined) object["status"] = {};
    },
  },
  [`${group}/validatingadmissionpolicybindings`]: {
    hasGeneration: true,
    prepare: (object) => completeConstraints(part(object as Members, "spec"), "matchResources"),
  },
};
