import { CloudError, type CloudErrorBody, type Finding, type JsonObject, resourceKey } from "@aro/api";
import { apiVersions } from "@aro/api/versions";
import type { ClusterWrite } from "../clusters/cluster-write.ts";
import { busy, courseOf } from "../clusters/course.ts";
import { judge } from "../clusters/judge.ts";
import { requireSubscription } from "../clusters/subscription-gate.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";
import { within } from "../within.ts";
import { isPrincipalUnresolved, isUndecided, unresolvedPaths, withSomePrincipal } from "./unresolved.ts";

/** Deployments of these names are never meant to be made: who validates one wants to know what Azure says too. */
const dryRun = /^aro-validate-/i;

/** Members of a template's resource that are no part of what is put. */
const ofTemplate: ReadonlySet<string> = new Set([
  "id",
  "name",
  "type",
  "apiVersion",
  "scope",
  "dependsOn",
  "condition",
]);

/** What stands against one cluster of a deployment; undefined when nothing does, or it cannot be decided now (ARM-PRE-01). */
export async function judgeResource(
  service: Service,
  exchange: Exchange,
  resource: JsonObject,
): Promise<CloudErrorBody | undefined> {
  const address = addressOf(exchange, String(resource["name"] ?? ""));
  try {
    await refuse(service, exchange, resource, address);
    return undefined;
  } catch (error) {
    if (!(error instanceof CloudError)) {
      exchange.log.warn("preflight.undecided", { id: address.id, error });
      return undefined;
    }
    const { code, message, target, details } = error.body;
    const own: CloudErrorBody = { code, message, ...(target === undefined ? {} : { target }) };
    return { code, message, target: address.id, details: details ?? [own] };
  }
}

function addressOf({ parameters }: Exchange, name: string): ClusterWrite["address"] {
  const { subscriptionId = "", resourceGroupName: resourceGroup = "", namespace = "" } = parameters;
  const type = `${namespace}/openShiftClusters`;
  const id = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${type}/${name}`;
  return {
    id,
    name,
    type,
    subscriptionId,
    resourceGroup,
    key: resourceKey(id),
    partition: subscriptionId.toLowerCase(),
  };
}

/** @throws CloudError as a PUT of the same would, with the same code, message and target (ARM-PRE-05). */
async function refuse(
  service: Service,
  exchange: Exchange,
  resource: JsonObject,
  address: ClusterWrite["address"],
): Promise<void> {
  const { records } = service;
  const apiVersion = String(resource["apiVersion"] ?? "");
  const version = apiVersions.get(apiVersion);
  if (version === undefined) {
    const message = messages.apiVersion("openShiftClusters", "Microsoft.RedHatOpenShift", apiVersion);
    throw new CloudError({ code: "InvalidResourceType", message });
  }
  const given = Object.fromEntries(Object.entries(resource).filter(([member]) => !ofTemplate.has(member)));
  const unresolved = unresolvedPaths(given);
  const principalKnown = !isPrincipalUnresolved(unresolved);
  const body = principalKnown ? given : withSomePrincipal(given);
  const found = await records.subscription(address.partition);
  const subscription = requireSubscription("PUT", address.subscriptionId, found);
  const stored = await records.cluster(address.key);
  const write: ClusterWrite = { method: "PUT", exchange, service, version, address, body, subscription };
  const judgement = judge(write, stored?.openShiftCluster);
  if (!judgement.valid) return refuseFindings(judgement.findings.filter((one) => !isUndecided(one, unresolved)));
  const { cluster, changed } = judgement;
  let creating = stored === undefined;
  if (stored !== undefined) {
    const course = courseOf("PUT", stored.openShiftCluster, changed, service.supportedChanges);
    if (course.leadsTo === "refusal") throw course.error;
    if (course.leadsTo === "join") throw busy(stored.openShiftCluster);
    creating = course.leadsTo === "operation" && course.kind === "Creating";
  }
  const isWhole = principalKnown ? unresolved.length === 0 : unresolved.every((path) => isPrincipalUnresolved([path]));
  if (!isWhole || !dryRun.test(exchange.parameters.deploymentName ?? "")) return;
  const { createChecks = [], dryRunChecks = [], clock, durations } = service;
  const asked = { cluster, subscription, creating, principalKnown };
  const findings = await Promise.all(
    [...(creating ? createChecks : []), ...dryRunChecks].map((check) =>
      within(clock, durations.requestDeadline, "a check of the dry run", check(asked, exchange.signal)),
    ),
  );
  refuseFindings(findings.flat());
}

function refuseFindings(findings: readonly Finding[]): void {
  const [first, ...others] = findings;
  if (first !== undefined) throw CloudError.ofFindings([first, ...others]);
}
