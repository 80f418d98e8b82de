import type { KubeObject } from "@aro/control-plane";
import { type ClusterController, timeStamp } from "../cluster/context.ts";
import { keep } from "../cluster/keep.ts";

const requests = "certificates.k8s.io/v1/certificatesigningrequests";
const bootstrapper = "system:serviceaccount:openshift-machine-config-operator:node-bootstrapper";

interface RequestSpec {
  signerName?: string;
  username?: string;
}
interface RequestStatus {
  conditions?: readonly { type: string }[];
}

/** Whether a kubelet asks for its own certificate: a client's at its first start or later, or the one that it serves. */
export function isKubelets({ signerName, username = "" }: RequestSpec): boolean {
  switch (signerName) {
    case "kubernetes.io/kube-apiserver-client-kubelet":
      return username === bootstrapper || username.startsWith("system:node:");
    case "kubernetes.io/kubelet-serving":
      return username.startsWith("system:node:");
    default:
      return false;
  }
}

const isOpen = (request: KubeObject): boolean =>
  ((request["status"] ?? {}) as RequestStatus).conditions?.some(
    ({ type }) => type === "Approved" || type === "Denied",
  ) !== true;

/** The machine approver: kubelets' requests for certificates are approved, nobody else's. */
export const approverController: ClusterController = async (context, signal) => {
  const api = context.objects("machine-approver");
  const look = async (): Promise<undefined> => {
    for (const request of api.list(requests)) {
      if (!isOpen(request) || !isKubelets((request["spec"] ?? {}) as RequestSpec)) continue;
      const now = timeStamp(context.clock.now());
      const approved = {
        type: "Approved",
        status: "True",
        reason: "NodeCSRApprove",
        message: "This CSR was approved by the Node CSR Approver (cluster-machine-approver)",
        lastUpdateTime: now,
        lastTransitionTime: now,
      };
      const status = (request["status"] ?? {}) as RequestStatus;
      await context.call(
        "PUT",
        `/apis/certificates.k8s.io/v1/certificatesigningrequests/${request.metadata.name}/approval`,
        {
          ...request,
          status: { ...status, conditions: [...(status.conditions ?? []), approved] },
        },
      );
    }
    return undefined;
  };
  await keep(context, { name: "machine-approver", resources: [requests] }, look, signal);
};
