import { readRequest } from "@aro/pki";
import type { KubeObject } from "../../objects/object.ts";
import { findings } from "../../schemas/findings.ts";
import type { Cause } from "../../status/status.ts";
import { each, type Members, optional, part } from "./filling.ts";
import type { Traits } from "./trait.ts";

const usages = [
  "any",
  "cert sign",
  "client auth",
  "code signing",
  "content commitment",
  "crl sign",
  "data encipherment",
  "decipher only",
  "digital signature",
  "email protection",
  "encipher only",
  "ipsec end system",
  "ipsec tunnel",
  "ipsec user",
  "key agreement",
  "key encipherment",
  "microsoft sgc",
  "netscape sgc",
  "ocsp signing",
  "s/mime",
  "server auth",
  "signing",
  "timestamping",
];
const shortestSeconds = 600;
const signer = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\/[^/]+$/;

interface Condition {
  type?: string;
  status?: string;
  lastUpdateTime?: string;
  lastTransitionTime?: string;
}
const decisions = ["Approved", "Denied"];
const conditionsOf = (object: KubeObject | undefined): Condition[] =>
  each((object?.["status"] ?? {}) as Members, "conditions") as Condition[];

/** What was asked is never changed; each part of the status is written by its own subresource. */
function prepare(object: KubeObject, before: KubeObject | undefined, subresource?: string): void {
  if (before === undefined) {
    object["status"] = {};
    return;
  }
  object["spec"] = before["spec"];
  const status = part(object as Members, "status");
  const old = optional(before as Members, "status") ?? {};
  if (subresource === "approval") {
    if (old["certificate"] === undefined) delete status["certificate"];
    else status["certificate"] = old["certificate"];
  }
}

function checkSpec(object: KubeObject): Cause[] {
  const spec = optional(object as Members, "spec") ?? {};
  const causes: Cause[] = [];
  try {
    readRequest(Buffer.from(String(spec["request"] ?? ""), "base64").toString());
  } catch (error) {
    causes.push(findings.invalid("spec.request", spec["request"] ?? "", (error as Error).message));
  }
  const asked = (spec["usages"] ?? []) as string[];
  if (asked.length === 0) causes.push(findings.required("spec.usages"));
  for (const [index, usage] of asked.entries()) {
    if (!usages.includes(usage)) causes.push(findings.unsupported(`spec.usages[${index}]`, usage, usages));
    if (asked.indexOf(usage) < index) causes.push(findings.duplicate(`spec.usages[${index}]`, usage));
  }
  const name = String(spec["signerName"] ?? "");
  if (name === "") causes.push(findings.required("spec.signerName"));
  else if (name === "kubernetes.io/legacy-unknown")
    causes.push(findings.invalid("spec.signerName", name, "the legacy signerName is not allowed via this API version"));
  else if (!signer.test(name))
    causes.push(
      findings.invalid(
        "spec.signerName",
        name,
        "must be a fully qualified domain and path of the form 'example.com/signer-name'",
      ),
    );
  const seconds = spec["expirationSeconds"];
  if (typeof seconds === "number" && seconds < shortestSeconds)
    causes.push(
      findings.invalid(
        "spec.expirationSeconds",
        seconds,
        "may not specify a duration less than 600 seconds (10 minutes)",
      ),
    );
  return causes;
}

function checkConditions(object: KubeObject, before: KubeObject, subresource: string): Cause[] {
  const causes: Cause[] = [];
  const [now, old] = [conditionsOf(object), conditionsOf(before)];
  for (const [index, { type = "", status = "" }] of now.entries()) {
    const path = `status.conditions[${index}]`;
    if (type === "") causes.push(findings.required(`${path}.type`));
    if (status === "") causes.push(findings.required(`${path}.status`));
    else if ([...decisions, "Failed"].includes(type) && status !== "True")
      causes.push(findings.unsupported(`${path}.status`, status, ["True"]));
    if (now.findIndex((one) => one.type === type) < index) causes.push(findings.duplicate(`${path}.type`, type));
  }
  const has = (list: readonly Condition[], type: string) => list.some((one) => one.type === type);
  if (decisions.every((type) => has(now, type)))
    causes.push(
      findings.invalid("status.conditions", "Denied", "Approved and Denied conditions are mutually exclusive"),
    );
  for (const type of [...decisions, "Failed"]) {
    if (has(old, type) && !has(now, type))
      causes.push(findings.forbidden("status.conditions", `updates may not remove a condition of type "${type}"`));
    if (decisions.includes(type) && subresource !== "approval" && has(now, type) && !has(old, type))
      causes.push(findings.forbidden("status.conditions", `updates may not add a condition of type "${type}"`));
  }
  return causes;
}

function checkCertificate(object: KubeObject, before: KubeObject): Cause[] {
  const of = (one: KubeObject) => String(optional(one as Members, "status")?.["certificate"] ?? "");
  const [now, old] = [of(object), of(before)];
  if (now === old) return [];
  const causes: Cause[] = [];
  if (now !== "" && !Buffer.from(now, "base64").toString().includes("-----BEGIN CERTIFICATE-----"))
    causes.push(
      findings.invalid("status.certificate", "<certificate data>", "must contain at least one CERTIFICATE PEM block"),
    );
  if (old !== "")
    causes.push(findings.forbidden("status.certificate", "updates may not modify existing certificate content"));
  return causes;
}

export const certificates: Readonly<Record<string, Traits>> = {
  "certificates.k8s.io/certificatesigningrequests": {
    selectable: ["spec.signerName"],
    prepare,
    validate: (object, before, subresource) =>
      before === undefined
        ? checkSpec(object)
        : subresource === undefined
          ? []
          : [...checkConditions(object, before, subresource), ...checkCertificate(object, before)],
  },
};
