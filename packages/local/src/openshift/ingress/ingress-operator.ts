import { createHash } from "node:crypto";
import { type Identity, issue } from "@aro/pki";
import { type ClusterContext, type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";
import type { Objects } from "../cluster/objects.ts";
import type { ServingCertificates } from "../cluster/serving-certificates.ts";
import { secretOf } from "../machines/credentials.ts";
import { conditionsOf, heldConditions } from "../operators/condition.ts";
import type { NewsBoard } from "../operators/news.ts";
import { progressOf } from "../operators/progress.ts";
import { releaseAnnotation } from "../operators/workload-objects.ts";
import { admitRoutes, ensureRoutes } from "./routes.ts";

const ingressControllers = "operator.openshift.io/v1/ingresscontrollers";
const operatorNamespace = "openshift-ingress-operator";
const namespace = "openshift-ingress";
const router = {
  kind: "Deployment" as const,
  namespace,
  name: "router-default",
  replicas: 2,
  place: "workers" as const,
  containers: ["router"],
};
const certificateAnnotation = "ingress.operator.openshift.io/default-certificate-hash";
const usual = "router-certs-default";
const years = (count: number) => count * 365 * 86_400_000;

/** The address of the default ingress: what its service got. */
export function ingressAddress(api: Objects): string | undefined {
  const status = (api.get("v1/services", router.name, namespace)?.["status"] ?? {}) as {
    loadBalancer?: { ingress?: readonly { ip?: string }[] };
  };
  return status.loadBalancer?.ingress?.[0]?.ip;
}

/** Nodes on which a router answers. */
export function routerNodes(api: Objects): ReadonlySet<string> {
  const ready = api.list("v1/pods", namespace).filter(({ metadata, status }) => {
    const { conditions } = (status ?? {}) as { conditions?: readonly { type: string; status: string }[] };
    return (
      metadata.name.startsWith(`${router.name}-`) &&
      conditions?.some((one) => one.type === "Ready" && one.status === "True") === true
    );
  });
  return new Set(ready.map((pod) => (pod["spec"] as { nodeName?: string }).nodeName ?? ""));
}

/** The default IngressController: its service, its certificate (really served once the routers have rolled), its status, and the platform's routes. */
export const ingressOperator =
  (news: NewsBoard, certificates: ServingCertificates): ClusterController =>
  async (context, signal) => {
    const api = context.objects("ingress-operator");
    const look = async (): Promise<undefined> => {
      const held = api.get(ingressControllers, "default", operatorNamespace);
      if (held === undefined || api.get("v1/namespaces", namespace) === undefined) return undefined;
      const spec = (held["spec"] ?? {}) as {
        defaultCertificate?: { name?: string };
        endpointPublishingStrategy?: { loadBalancer?: { scope?: string } };
        replicas?: number;
      };
      await ensureUsual(context, api);
      ensureService(api, spec.endpointPublishingStrategy?.loadBalancer?.scope === "Internal");
      const identity = identityIn(api, spec.defaultCertificate?.name ?? usual);
      const version = api.get("apps/v1/deployments", router.name, namespace)?.metadata.annotations?.[releaseAnnotation];
      const rolled = version !== undefined && identity !== undefined && rollTo(api, identity, spec.replicas);
      const progress = version === undefined ? undefined : progressOf(api, router, version);
      if (rolled && identity !== undefined && progress?.settled === true) certificates.setApps(identity);
      const address = ingressAddress(api);
      const missing =
        identity === undefined
          ? {
              reason: "DefaultCertificateMissing",
              message: `secret ${namespace}/${spec.defaultCertificate?.name} does not exist`,
            }
          : undefined;
      news.say("ingress", "operator", {
        ...(missing === undefined ? {} : { degraded: missing }),
        ...(address === undefined
          ? {
              unavailable: {
                reason: "IngressUnavailable",
                message:
                  'The "default" ingress controller reports Available=False: IngressControllerUnavailable: LoadBalancerReady=False (LoadBalancerPending)',
              },
            }
          : {}),
      });
      report(context, api, {
        available: progress?.available === true && address !== undefined,
        progressing: progress?.settled !== true,
        missing,
      });
      ensureRoutes(api, context.facts.domain);
      admitRoutes(api, context.facts.domain, timeStamp(context.clock.now()));
      return undefined;
    };
    await keep(
      context,
      {
        name: "ingress-operator",
        resources: [
          ingressControllers,
          "v1/services",
          "v1/secrets",
          "apps/v1/deployments",
          "route.openshift.io/v1/routes",
          "imageregistry.operator.openshift.io/v1/configs",
          "v1/namespaces",
        ],
        restMilliseconds: 40,
      },
      look,
      signal,
    );
  };

function identityIn(api: Objects, name: string): Identity | undefined {
  const { "tls.crt": certificate, "tls.key": key } = secretOf(api, name, namespace) ?? {};
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

/** Makes the certificate that is served as long as nobody gives another, signed by an authority of the operator's own. */
async function ensureUsual({ clock, random, facts }: ClusterContext, api: Objects): Promise<void> {
  if (secretOf(api, usual, namespace) !== undefined) return;
  const now = clock.now();
  const validity = (count: number) => ({ notBefore: now - 60_000, notAfter: now + years(count) });
  const authority = await issue(
    { commonName: `ingress-operator@${Math.floor(now / 1_000)}`, usage: "ca", key: "ec", ...validity(2) },
    random,
  );
  const name = `*.apps.${facts.domain}`;
  const served = await issue(
    { commonName: name, usage: "server", key: "ec", names: [name], ...validity(2) },
    random,
    authority,
  );
  const secret = (of: string, where: string, { certificate, key }: Identity) => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: of, namespace: where },
    type: "kubernetes.io/tls",
    data: { "tls.crt": Buffer.from(certificate).toString("base64"), "tls.key": Buffer.from(key).toString("base64") },
  });
  api.ensure(secret("router-ca", operatorNamespace, authority));
  api.ensure({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "default-ingress-cert", namespace: "openshift-config-managed" },
    data: { "ca-bundle.crt": authority.certificate },
  });
  api.ensure(secret(usual, namespace, { ...served, certificate: served.certificate + authority.certificate }));
}

function ensureService(api: Objects, isInternal: boolean): void {
  api.ensure({
    apiVersion: "v1",
    kind: "Service",
    metadata: {
      name: router.name,
      namespace,
      labels: { app: "router", router: router.name },
      ...(isInternal ? { annotations: { "service.beta.kubernetes.io/azure-load-balancer-internal": "true" } } : {}),
    },
    spec: {
      type: "LoadBalancer",
      externalTrafficPolicy: "Local",
      ports: [
        { name: "http", protocol: "TCP", port: 80, targetPort: "http" },
        { name: "https", protocol: "TCP", port: 443, targetPort: "https" },
      ],
      selector: { "ingresscontroller.operator.openshift.io/deployment-ingresscontroller": "default" },
    },
  });
}

/** Tells the routers which certificate to serve; whether they have been told. */
function rollTo(api: Objects, { certificate }: Identity, replicas: number | undefined): boolean {
  const hash = createHash("sha256").update(certificate).digest("hex").slice(0, 16);
  let told = false;
  api.change("apps/v1/deployments", router.name, namespace, (held) => {
    const spec = held["spec"] as {
      replicas?: number;
      template: { metadata: { annotations?: Record<string, string> } };
    };
    const annotations = spec.template.metadata.annotations ?? {};
    told = annotations[certificateAnnotation] === hash;
    return {
      ...held,
      spec: {
        ...spec,
        replicas: replicas ?? spec.replicas ?? 2,
        template: {
          ...spec.template,
          metadata: { ...spec.template.metadata, annotations: { ...annotations, [certificateAnnotation]: hash } },
        },
      },
    };
  });
  return told;
}

function report(
  { clock, facts }: ClusterContext,
  api: Objects,
  {
    available,
    progressing,
    missing,
  }: { available: boolean; progressing: boolean; missing: { reason: string; message: string } | undefined },
): void {
  const held = api.get(ingressControllers, "default", operatorNamespace);
  const spec = (held?.["spec"] ?? {}) as { endpointPublishingStrategy?: { loadBalancer?: { scope?: string } } };
  const address = ingressAddress(api);
  const say = (type: string, is: boolean, reason = "", message = "") => ({
    type,
    status: is ? ("True" as const) : ("False" as const),
    reason,
    message,
  });
  api.setStatus(ingressControllers, "default", operatorNamespace, {
    ...(held?.["status"] as object | undefined),
    availableReplicas: routerNodes(api).size,
    domain: `apps.${facts.domain}`,
    endpointPublishingStrategy: {
      type: "LoadBalancerService",
      loadBalancer: {
        scope: spec.endpointPublishingStrategy?.loadBalancer?.scope ?? "External",
        dnsManagementPolicy: "Managed",
      },
    },
    selector: "ingresscontroller.operator.openshift.io/deployment-ingresscontroller=default",
    observedGeneration: held?.metadata.generation ?? 1,
    conditions: conditionsOf(
      heldConditions(held),
      [
        say("Admitted", true, "Valid"),
        say("DeploymentAvailable", available, "DeploymentAvailable"),
        say(
          "LoadBalancerManaged",
          true,
          "WantedByEndpointPublishingStrategy",
          "The endpoint publishing strategy supports a managed load balancer",
        ),
        say(
          "LoadBalancerReady",
          address !== undefined,
          address === undefined ? "LoadBalancerPending" : "LoadBalancerProvisioned",
        ),
        say("DNSManaged", false, "NoDNSZones", "No DNS zones are defined in the cluster dns config."),
        say("Available", available),
        say("Progressing", progressing),
        missing === undefined ? say("Degraded", false) : say("Degraded", true, missing.reason, missing.message),
        say("Upgradeable", true, "Upgradeable"),
      ],
      timeStamp(clock.now()),
    ),
  });
}
