import {
  type ApiAnswer,
  type ApiRequest,
  type ControlPlane,
  type Gate,
  type Kubelets,
  startControlPlane,
  type User,
} from "@aro/control-plane";
import type { Clock, Random } from "@aro/runtime";
import type { Log } from "@aro/telemetry";
import type { Assets } from "../boot/assets.ts";
import { aggregatedDefinitions } from "../sign-in/aggregated.ts";
import { openShiftAnswers } from "../sign-in/api-answers.ts";
import { oauthMetadata } from "../sign-in/oauth.ts";
import type { ServingCertificates } from "./serving-certificates.ts";

export interface StartDeps {
  facts: Omit<Assets, "objects">;
  /** File of its objects. */
  path: string;
  certificates: ServingCertificates;
  gate: Gate;
  kubelets: Kubelets;
  /** Who signs in with tokens of the cluster's own OAuth server, and the control plane that is being started. */
  signIn: { tokens(token: string): Promise<User | undefined>; controlPlane(): ControlPlane };
  clock: Clock;
  random: Random;
  log: Log;
}

/** Those who sign clients of the API server: administrators, kubelets, the control plane's own parts. */
const clientSigners = ["admin-kubeconfig-signer", "kubelet-signer", "kube-control-plane-signer"] as const;
/** Those who sign what pods see of the API server. */
const serverSigners = [
  "kube-apiserver-lb-signer",
  "kube-apiserver-localhost-signer",
  "kube-apiserver-service-network-signer",
] as const;

const prefix = /^(\d+(?:\.\d+){3})\/(\d+)$/;

/** The Kubernetes release in an OpenShift release: minor versions differ by 13. */
export function kubernetesVersion(openshift: string): string {
  const [, minor = "18", patch = "0"] = /^4\.(\d+)\.(\d+)/.exec(openshift) ?? [];
  return `v1.${Number(minor) + 13}.${patch}`;
}

/** Starts the API server of a cluster over its file, with the keys that its installer made. */
export function startApiServer({
  facts,
  path,
  certificates,
  kubelets,
  signIn,
  gate,
  clock,
  random,
  log,
}: StartDeps): Promise<ControlPlane> {
  const { tls } = facts;
  const authority = tls.identity("admin-kubeconfig-signer");
  if (authority === undefined) throw new Error("readAssets lets no assets through without admin-kubeconfig-signer");
  const bundle = (names: readonly string[]) => names.map((name) => tls.certificate(name)).filter((one) => one !== "");
  const [, base = "172.30.0.0", length = "16"] = prefix.exec(facts.serviceNetwork) ?? [];
  return startControlPlane({
    path,
    keys: { authority, serving: certificates.usual, serviceAccountKey: tls.serviceAccountKey },
    clientAuthorities: bundle(clientSigners).join(""),
    rootCertificates: bundle(serverSigners).join(""),
    certificateFor: (name) => certificates.forApi(name),
    version: kubernetesVersion(facts.version),
    issuer: facts.issuer,
    serviceRange: { base, size: 2 ** (32 - Number(length)) },
    gate,
    tokens: [signIn.tokens],
    aggregated: aggregatedDefinitions,
    answers: openShiftAnswers(signIn.controlPlane),
    paths: [wellKnown(facts.domain)],
    controllers: [kubelets.controller],
    nodeAgents: kubelets.find,
    port: 0,
    clock,
    random,
    log,
  });
}

/** Where clients of the API server learn where to sign in. */
const wellKnown =
  (domain: string) =>
  ({ url, method }: ApiRequest): ApiAnswer | undefined =>
    method === "GET" && url.pathname === "/.well-known/oauth-authorization-server"
      ? {
          status: 200,
          headers: { "content-type": "application/json" },
          body: JSON.stringify(oauthMetadata(`https://oauth-openshift.apps.${domain}`)),
        }
      : undefined;
