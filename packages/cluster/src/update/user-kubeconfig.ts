import { X509Certificate } from "node:crypto";
import { accessOf } from "@aro/kubernetes";
import type { OnceStep } from "@aro/steps";
import { type ClusterContext, patchProperties } from "../context.ts";
import { customersKubeconfig } from "../install/generate-kubeconfigs.ts";
import { propertiesOf } from "../names/cluster-facts.ts";

/** A certificate that ends sooner is replaced (spec 03 §10.5). */
const spareMilliseconds = 275 * 86_400_000;

/** The kubeconfig that customers ask for can be used for a while yet: made anew when it cannot be read, names the inner address, or ends soon. */
export const fixUserAdminKubeconfig: OnceStep<ClusterContext> = {
  name: "fixUserAdminKubeconfig",
  kind: "once",
  run: async (context, signal) => {
    const { userAdminKubeconfig } = propertiesOf(context.run.cluster());
    const { sealer, clock } = context;
    const text =
      userAdminKubeconfig === undefined
        ? ""
        : Buffer.from(sealer.openBytes(userAdminKubeconfig).reveal()).toString("utf8");
    if (isUsable(text, clock.now())) return;
    const made = await customersKubeconfig(context, signal);
    await patchProperties(context, () => ({ userAdminKubeconfig: sealer.seal(Buffer.from(made, "utf8")) }));
  },
};

/** Whether a kubeconfig is for the outside, signs in by certificate, and does so for long enough from `now` on. */
function isUsable(text: string, now: number): boolean {
  try {
    const { server, certificate } = accessOf(text);
    if (certificate === undefined || server.startsWith("https://api-int.")) return false;
    return new X509Certificate(certificate.cert).validToDate.getTime() - now > spareMilliseconds;
  } catch {
    return false;
  }
}
