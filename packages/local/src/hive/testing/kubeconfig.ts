import type { ControlPlane } from "@aro/control-plane";
import { stringify } from "yaml";

/** A kubeconfig of a control plane's administrator, as an installer leaves it. */
export async function kubeconfigOf(controlPlane: ControlPlane): Promise<string> {
  const { certificate, key } = await controlPlane.identity({ name: "system:admin", groups: ["system:masters"] });
  const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "c",
        cluster: {
          server: "https://api-int.c.test:6443",
          "certificate-authority-data": base64(controlPlane.authority),
        },
      },
    ],
    contexts: [{ name: "admin", context: { cluster: "c", user: "admin" } }],
    "current-context": "admin",
    users: [
      { name: "admin", user: { "client-certificate-data": base64(certificate), "client-key-data": base64(key) } },
    ],
  });
}
