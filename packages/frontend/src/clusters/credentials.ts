import { type ApiVersion, CloudError, type OpenShiftCluster, type Resources } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import { requireResource } from "../catalog/require-resource.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { checkJson } from "../json/parse.ts";
import { messages } from "../messages.ts";
import { clusterAddress } from "./address.ts";
import { clusterNotFound } from "./not-found.ts";
import { standingOf } from "./standing.ts";
import { requireSubscription } from "./subscription-gate.ts";

/** The actions that give secrets out: what each is called, which stored member it opens, and what that is to a reader. */
const actions = {
  credentials: { type: "openShiftClusters/listCredentials", member: "kubeadminPassword", what: "kubeadmin password" },
  adminCredentials: {
    type: "openShiftClusters/listAdminCredentials",
    member: "userAdminKubeconfig",
    what: "administrator's kubeconfig",
  },
} as const satisfies Partial<Record<keyof Resources, { type: string; member: string; what: string }>>;

/** Gives a secret of the cluster to whoever may ask for it by POST, and to nobody's cache (spec 01 §3.1, ARM-PRX-03). */
export const listCredentials =
  (action: keyof typeof actions, { records, sealer }: Pick<Service, "records" | "sealer">) =>
  async (exchange: Exchange): Promise<Answer> => {
    const { type, member, what } = actions[action];
    const { resources } = exchange.version as ApiVersion;
    const show = requireResource(exchange, resources[action], type);
    if (exchange.body !== undefined && exchange.body.byteLength > 0) checkJson(exchange.body);
    const address = clusterAddress(exchange);
    requireSubscription("POST", address.subscriptionId, await records.subscription(address.partition));
    const stored = await records.cluster(address.key);
    if (stored === undefined) throw clusterNotFound(address);
    const { openShiftCluster } = stored;
    requireInstalled(openShiftCluster);
    if (openShiftCluster.properties[member] === undefined) throw refusal(messages.credentialsUnknown(what));
    return jsonAnswer(200, show(openShiftCluster, sealer), { "cache-control": "no-store", pragma: "no-cache" });
  };

/** A cluster that is being made or unmade, or stayed so, has no credentials that anybody could use (spec 01 §3.1). */
function requireInstalled({ properties }: OpenShiftCluster): void {
  const { provisioningState } = properties;
  if (provisioningState === "Creating" || provisioningState === "Deleting")
    throw refusal(messages.noCredentials(provisioningState));
  const standing = standingOf(properties);
  if (standing === "createFailed") throw refusal(messages.noCredentialsAfter("Creating"));
  if (standing === "deleteFailed") throw refusal(messages.noCredentialsAfter("Deleting"));
}

const refusal = (message: string): CloudError => new CloudError({ code: "RequestNotAllowed", message });
