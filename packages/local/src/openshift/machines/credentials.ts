import type { AzureCredentials } from "../azure/azure-client.ts";
import type { ClusterContext } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";

/** A secret's members, decoded; undefined when there is no such secret. */
export function secretOf(api: Objects, name: string, namespace: string): Readonly<Record<string, string>> | undefined {
  const secret = api.get("v1/secrets", name, namespace);
  if (secret === undefined) return undefined;
  return Object.fromEntries(
    Object.entries((secret["data"] ?? {}) as Record<string, string>).map(([member, value]) => [
      member,
      Buffer.from(value, "base64").toString("utf8"),
    ]),
  );
}

/** What a component signs in to Azure with, and where: a text says what is wrong with its secret. */
export function credentialsIn(
  context: ClusterContext,
  api: Objects,
  secret: { name: string; namespace: string },
  serviceAccount: string,
): { credentials: AzureCredentials; subscriptionId: string } | string {
  const { name, namespace } = secret;
  const data = secretOf(api, name, namespace);
  if (data === undefined) return `Secret "${name}" not found`;
  const missing = ["azure_client_id", "azure_tenant_id", "azure_subscription_id"].find((member) => !data[member]);
  if (missing !== undefined) return `Azure credential secret ${namespace}/${name} has no member ${missing}`;
  const who = { tenantId: data["azure_tenant_id"] ?? "", clientId: data["azure_client_id"] ?? "" };
  const subscriptionId = data["azure_subscription_id"] ?? "";
  const { azure_client_secret: clientSecret } = data;
  if (clientSecret !== undefined) return { credentials: { ...who, clientSecret }, subscriptionId };
  if (data["azure_federated_token_file"] === undefined)
    return `Azure credential secret ${namespace}/${name} has neither azure_client_secret nor azure_federated_token_file`;
  return {
    credentials: { ...who, assertion: () => context.serviceAccountToken(namespace, serviceAccount, "openshift") },
    subscriptionId,
  };
}
