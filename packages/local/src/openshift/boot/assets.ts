import { createPrivateKey } from "node:crypto";
import type { KubeObject } from "@aro/control-plane";
import type { Identity } from "@aro/pki";
import { parseAllDocuments } from "yaml";
import { valueIn } from "../cluster/values.ts";

/** What a bootstrap machine finds on its disk after Ignition: all that a cluster is made of (decision 11). */
export interface Assets {
  infraId: string;
  /** The cluster's domain: `api.DOMAIN`, `*.apps.DOMAIN`. */
  domain: string;
  /** `172.30.0.0/16`. */
  serviceNetwork: string;
  /** `10.128.0.0/14`. */
  clusterNetwork: string;
  /** Length of a node's share of it. */
  hostPrefix: number;
  /** Who issues tokens of service accounts. */
  issuer: string;
  /** OpenShift's version: `4.18.12`. */
  version: string;
  /** Pullspec of the release. */
  image: string;
  tls: Tls;
  /** Everything that the new API server is told, in the order of the files. */
  objects: readonly KubeObject[];
}

/** The installer's certificates by name; a signer has its key where the cluster goes on signing with it. */
export interface Tls {
  certificate(name: string): string;
  identity(name: string): Identity | undefined;
  /** Of service accounts' tokens, PKCS #8. */
  serviceAccountKey: string;
}

const needed = {
  certificates: [
    "root-ca",
    "admin-kubeconfig-signer",
    "kubelet-signer",
    "kube-control-plane-signer",
    "aggregator-signer",
    "kube-apiserver-lb-signer",
    "kube-apiserver-lb-server",
  ],
  keys: ["admin-kubeconfig-signer", "kubelet-signer", "kube-apiserver-lb-server"],
} as const;

const folders = ["/opt/openshift/manifests/", "/opt/openshift/openshift/"] as const;
const tlsFolder = "/opt/openshift/tls/";
const defaultIssuer = "https://kubernetes.default.svc";

/** Reads the files of `bootstrap.ign`; a text says what a bootstrap machine would miss. */
export function readAssets(files: ReadonlyMap<string, string>): Assets | string {
  // No more of the files is held than is asked for later: a cluster lives long.
  const keys = new Map([...files].filter(([path]) => path.startsWith(tlsFolder)));
  const tls = (name: string) => keys.get(`${tlsFolder}${name}`);
  for (const name of needed.certificates) if (tls(`${name}.crt`) === undefined) return `tls/${name}.crt is missing`;
  for (const name of needed.keys) if (tls(`${name}.key`) === undefined) return `tls/${name}.key is missing`;
  const signing = tls("bound-service-account-signing-key.key") ?? tls("service-account.key");
  if (signing === undefined) return "tls/service-account.key is missing";
  let objects: KubeObject[];
  try {
    objects = [...files]
      .filter(([path]) => folders.some((folder) => path.startsWith(folder)) && /\.ya?ml$/.test(path))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([path, text]) => readObjects(path, text));
  } catch (error) {
    return (error as Error).message;
  }
  const object = (kind: string, name = "cluster", group = "config.openshift.io") =>
    objects.find((one) => one.kind === kind && one.metadata.name === name && one.apiVersion.startsWith(`${group}/`));
  const infrastructure = object("Infrastructure");
  const infraId = valueIn(infrastructure, "status.infrastructureName");
  const domain = valueIn(object("DNS"), "spec.baseDomain");
  if (typeof infraId !== "string" || infraId === "")
    return "the manifest of Infrastructure/cluster has no infrastructureName";
  if (typeof domain !== "string" || domain === "") return "the manifest of DNS/cluster has no baseDomain";
  const network = object("Network");
  const issuer = valueIn(object("Authentication"), "spec.serviceAccountIssuer");
  return {
    infraId,
    domain,
    serviceNetwork: text(valueIn(network, "spec.serviceNetwork.0")) || "172.30.0.0/16",
    clusterNetwork: text(valueIn(network, "spec.clusterNetwork.0.cidr")) || "10.128.0.0/14",
    hostPrefix: Number(valueIn(network, "spec.clusterNetwork.0.hostPrefix") ?? 23),
    issuer: text(issuer) || defaultIssuer,
    ...releaseOf(files, object("ClusterVersion", "version")),
    tls: {
      certificate: (name) => tls(`${name}.crt`) ?? "",
      identity: (name) => {
        const [certificate, key] = [tls(`${name}.crt`), tls(`${name}.key`)];
        return certificate === undefined || key === undefined ? undefined : { certificate, key: pkcs8(key) };
      },
      serviceAccountKey: pkcs8(signing),
    },
    objects,
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Keys come as PKCS #1 or SEC 1 as well. */
const pkcs8 = (key: string): string => createPrivateKey(key).export({ type: "pkcs8", format: "pem" }).toString();

function readObjects(path: string, yaml: string): KubeObject[] {
  return parseAllDocuments(yaml).flatMap((document): KubeObject[] => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${path}: ${error.message}`);
    const object = document.toJS() as KubeObject | null;
    if (object === null) return [];
    if (typeof object !== "object" || typeof object.kind !== "string" || typeof object.apiVersion !== "string")
      throw new Error(`${path} holds no Kubernetes object`);
    return object.kind === "List" ? ((object["items"] ?? []) as KubeObject[]) : [object];
  });
}

/** Which release is installed: what ClusterVersion wants, else what the bootstrap machine's scripts name. */
function releaseOf(
  files: ReadonlyMap<string, string>,
  clusterVersion: KubeObject | undefined,
): { version: string; image: string } {
  const wanted = valueIn(clusterVersion, "spec.desiredUpdate") as { version?: string; image?: string } | undefined;
  const scripts = [
    "/etc/release-image",
    "/usr/local/bin/release-image.sh",
    "/usr/local/bin/bootkube.sh",
    "/usr/local/bin/release-image-download.sh",
  ];
  const named = scripts.map(
    (path) => /[\w.-]+(?::\d+)?\/[\w./-]+(?:@sha256:[0-9a-f]{64}|:[\w.-]+)/.exec(files.get(path) ?? "")?.[0],
  );
  const image = wanted?.image ?? named.find((one) => one !== undefined) ?? "";
  const environment = /OPENSHIFT_VERSION=["']?([\w.+-]+)/.exec(
    [...files.values()].find((one) => one.includes("OPENSHIFT_VERSION=")) ?? "",
  )?.[1];
  const tag = /:(\d+\.\d+\.\d+[\w.-]*?)(?:-x86_64|-multi|-aarch64)?$/.exec(image)?.[1];
  return { version: wanted?.version ?? environment ?? tag ?? "4.18.0", image };
}
