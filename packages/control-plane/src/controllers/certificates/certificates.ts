import { type Identity, type ReadRequest, readRequest, signRequest } from "@aro/pki";
import type { AccessControl, User } from "../../access/access.ts";
import type { KubeObject } from "../../objects/object.ts";
import { asController, type Controller, find, kindOf } from "../controller.ts";
import { createWorkQueue } from "../work-queue.ts";
import { extendedKeyUsages, keyUsages, kubeletClient, signers } from "./signers.ts";

const resource = "certificates.k8s.io/certificatesigningrequests";
const options = asController("certificate-controller");
const kubeletSigner = "kubernetes.io/kube-apiserver-client-kubelet";
const longestSeconds = 365 * 86_400;
const shortestSeconds = 600;
/** Certificates begin a little earlier than they are made: clocks differ. */
const backdateMilliseconds = 300_000;
const shortSeconds = 8 * 3_600;

interface Spec {
  request: string;
  signerName: string;
  usages?: string[];
  expirationSeconds?: number;
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}
interface Condition {
  type: string;
}
interface Status {
  conditions?: Condition[];
  certificate?: string;
}

/** Approves what kubelets ask for, and signs what was approved, with the cluster's authority. */
export const certificatesController =
  (authority: Identity, access: AccessControl): Controller =>
  async (deps, signal) => {
    const { store, kinds, registry, clock, random } = deps;
    const kind = kindOf(kinds, "certificates.k8s.io", "v1", "certificatesigningrequests");
    const now = () => `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const put = (object: KubeObject, subresource: string, status: object): void =>
      void registry.update({ kind, name: object.metadata.name, subresource }, { ...object, status }, options);
    const condition = (type: string, reason: string, message: string) => ({
      type,
      status: "True",
      reason,
      message,
      lastUpdateTime: now(),
      lastTransitionTime: now(),
    });
    const look = async (name: string): Promise<void> => {
      const object = find(registry, kind, undefined, name);
      if (object === undefined) return;
      const spec = object["spec"] as Spec;
      const status = (object["status"] ?? {}) as Status;
      const { conditions = [] } = status;
      const holds = (type: string) => conditions.some((one) => one.type === type);
      if (status.certificate !== undefined || holds("Denied") || holds("Failed")) return;
      const refuses = signers[spec.signerName];
      if (refuses === undefined) return;
      const request = readRequest(Buffer.from(spec.request, "base64").toString());
      if (!holds("Approved")) {
        const message = approval(access, spec, request);
        if (message !== undefined)
          put(object, "approval", {
            ...status,
            conditions: [...conditions, condition("Approved", "AutoApproved", message)],
          });
        return;
      }
      const fault = refuses(request, spec.usages ?? []);
      if (fault !== undefined) {
        put(object, "status", {
          ...status,
          conditions: [...conditions, condition("Failed", "SignerValidationFailure", fault)],
        });
        return;
      }
      const seconds = Math.max(shortestSeconds, Math.min(spec.expirationSeconds ?? longestSeconds, longestSeconds));
      const { usages = [] } = spec;
      const signed = await signRequest(
        request,
        {
          keyUsage: usages.reduce((flags, one) => flags | (keyUsages[one] ?? 0), 0),
          extendedKeyUsage: usages.flatMap((one) => extendedKeyUsages[one] ?? []),
          notBefore: clock.now() - backdateMilliseconds,
          // A short life is given in full, a long one counts from its beginning.
          notAfter: clock.now() + seconds * 1000 - (seconds < shortSeconds ? 0 : backdateMilliseconds),
        },
        authority,
        random,
      );
      put(object, "status", { ...status, certificate: Buffer.from(signed).toString("base64") });
    };
    const queue = createWorkQueue(look, { ...deps, name: "certificates" });
    for (const { key } of store.list(resource)) queue.add(key);
    const stop = store.subscribe(resource, ({ type, key }) => {
      if (type !== "DELETED") queue.add(key);
    });
    await queue.run(signal);
    stop();
  };

/** The words of an approval that needs nobody's hand; undefined when it does. */
function approval(access: AccessControl, spec: Spec, request: ReadRequest): string | undefined {
  if (spec.signerName !== kubeletSigner || kubeletClient(request, spec.usages ?? []) !== undefined) return undefined;
  const user: User = { name: spec.username ?? "", groups: spec.groups ?? [] };
  const may = (subresource: string) =>
    access.authorize(user, {
      kind: "resource",
      verb: "create",
      group: "certificates.k8s.io",
      version: "*",
      resource: "certificatesigningrequests",
      subresource,
    }).allowed;
  if (request.commonName === user.name && may("selfnodeclient"))
    return "Auto approving self kubelet client certificate after SubjectAccessReview.";
  return may("nodeclient") ? "Auto approving kubelet client certificate after SubjectAccessReview." : undefined;
}
