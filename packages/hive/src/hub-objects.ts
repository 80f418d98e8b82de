import { joinedPullSecrets, type KubernetesObject, type Secret } from "@aro/kubernetes";
import { stringify } from "yaml";
import { adoptedDeployment, installDeployment } from "./cluster-deployment.ts";
import type { HubFacts, InstallFacts } from "./install-facts.ts";
import { installerVariables } from "./install-facts.ts";
import { clusterFile, subscriptionFile } from "./installer-files.ts";
import { hubNames, hubNamespace } from "./names.ts";
import { registryPullSecret } from "./pull-secret.ts";

/** What makes Hive install a cluster, in the order of applying (spec 03 §7.6 `runHiveInstaller`). */
export function installObjects(facts: InstallFacts): KubernetesObject[] {
  const { cluster, subscription, sealer, environment, manifests, servicePullSecret } = facts;
  const namespace = hubNamespace(cluster);
  const credentials = servicePrincipal(facts);
  const signingKey = cluster.openShiftCluster.properties.clusterProfile.boundServiceAccountSigningKey;
  return [
    secret(namespace, hubNames.servicePrincipalSecret, {
      "99_aro.json": clusterFile(cluster, sealer),
      "99_sub.json": subscriptionFile(subscription),
      ...credentials,
    }),
    secret(
      namespace,
      hubNames.manifestsSecret,
      Object.fromEntries(Object.entries(manifests).map(([file, object]) => [file, stringify(object)])),
    ),
    secret(
      namespace,
      hubNames.environmentSecret,
      Object.fromEntries(installerVariables.map((name) => [`ARO_${name}`, environment[name]])),
    ),
    secret(
      namespace,
      hubNames.pullSecret,
      {
        ".dockerconfigjson": JSON.stringify(
          joinedPullSecrets([
            { what: "the service's own pull secret", text: servicePullSecret },
            { what: "the pull secret of the cluster's tokens", text: registryPullSecret(cluster, sealer) },
          ]),
        ),
      },
      "kubernetes.io/dockerconfigjson",
    ),
    secret(namespace, hubNames.installConfigSecret, {
      "install-config.yaml": stringify({
        apiVersion: "v1",
        platform: { azure: { region: cluster.openShiftCluster.location } },
      }),
    }),
    ...(signingKey === undefined
      ? []
      : [
          secret(namespace, hubNames.signingKeySecret, {
            "bound-service-account-signing-key.key": sealer.openText(signingKey).reveal(),
          }),
        ]),
    installDeployment(facts),
  ];
}

/** What makes Hive look after a cluster that it did not install (spec 03 §7.6 "Adoption"). */
export function adoptionObjects(facts: HubFacts): KubernetesObject[] {
  const { cluster, sealer } = facts;
  const namespace = hubNamespace(cluster);
  const kubeconfig = cluster.openShiftCluster.properties.aroServiceKubeconfig;
  if (kubeconfig === undefined) throw new Error(`cluster ${cluster.id} has no kubeconfig for the service yet`);
  return [
    secret(namespace, hubNames.serviceKubeconfigSecret, {
      kubeconfig: Buffer.from(sealer.openBytes(kubeconfig).reveal()).toString("utf8"),
    }),
    secret(namespace, hubNames.servicePrincipalSecret, servicePrincipal(facts)),
    adoptedDeployment(facts),
  ];
}

/** The cluster's own credentials; a cluster with workload identities has none. */
function servicePrincipal({ cluster, tenantId, sealer }: HubFacts): Record<string, string> {
  const profile = cluster.openShiftCluster.properties.servicePrincipalProfile;
  if (profile === undefined) return {};
  const { clientId, clientSecret } = profile;
  const subscriptionId = cluster.partitionKey;
  return {
    "osServicePrincipal.json": JSON.stringify({
      tenantId,
      subscriptionId,
      clientId,
      clientSecret: sealer.openText(clientSecret).reveal(),
    }),
  };
}

const secret = (namespace: string, name: string, stringData: Record<string, string>, type = "Opaque"): Secret => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace },
  type,
  stringData,
});
