import { createHash } from "node:crypto";
import type { ClusterContext } from "../cluster/context.ts";
import type { Objects } from "../cluster/objects.ts";
import type { ServingCertificates } from "../cluster/serving-certificates.ts";
import { secretOf } from "../machines/credentials.ts";
import type { Revisioned } from "./static-pods.ts";

interface NamedCertificate {
  names?: readonly string[];
  servingCertificate?: { name?: string };
}

const apiServers = "config.openshift.io/v1/apiservers";
const secretNamespace = "openshift-config";

const wantedOf = (api: Objects): readonly NamedCertificate[] => {
  const spec = (api.get(apiServers, "cluster")?.["spec"] ?? {}) as {
    servingCerts?: { namedCertificates?: readonly NamedCertificate[] };
  };
  return spec.servingCerts?.namedCertificates ?? [];
};

const pairOf = (api: Objects, one: NamedCertificate) => {
  const secret = secretOf(api, one.servingCertificate?.name ?? "", secretNamespace);
  const { "tls.crt": certificate, "tls.key": key } = secret ?? {};
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
};

/** The API server: named certificates of APIServer `cluster` are served, by SNI, once all masters are at the revision that has them. */
export const kubeApiServer = (context: ClusterContext, certificates: ServingCertificates): Revisioned => ({
  operator: "kube-apiserver",
  resource: "kubeapiservers",
  kind: "KubeAPIServer",
  input: (api) =>
    wantedOf(api)
      .map((one) => {
        const pair = pairOf(api, one);
        const digest = pair === undefined ? "" : createHash("sha256").update(pair.certificate).digest("hex");
        return `${one.names?.join(",")} ${one.servingCertificate?.name} ${digest}`;
      })
      .join("\n"),
  rolled: (api) =>
    certificates.setApi(
      wantedOf(api).flatMap((one) => {
        const identity = pairOf(api, one);
        if (identity === undefined) return [];
        return [{ names: one.names ?? [`api.${context.facts.domain}`], identity }];
      }),
    ),
});
