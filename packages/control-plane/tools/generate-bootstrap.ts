/**
 * Writes src/bootstrap/generated/first-objects.json: the roles, bindings, priority classes, flow schemas and priority levels that a
 * fresh control plane has, read from a running real one. KUBEBUILDER_ASSETS names its programs (`npm run kube-assets`).
 */
import { writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { systemClock } from "@aro/runtime";
import { startReal } from "../src/conformance/real-engine.ts";

const assets = process.env["KUBEBUILDER_ASSETS"];
if (assets === undefined) throw new Error("KUBEBUILDER_ASSETS names no folder; run npm run kube-assets first");

interface Item {
  metadata: { name: string; namespace?: string; labels?: object; annotations?: object };
  [member: string]: unknown;
}

await using engine = await startReal(assets);
const { certificate: cert, key } = await engine.identity();
const list = (path: string): Promise<Item[]> =>
  new Promise((done, fail) =>
    request(engine.address + path, { ca: engine.authority, cert, key }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => {
        text += part;
      });
      response.on("end", () => done(JSON.parse(text).items));
    })
      .on("error", fail)
      .end(),
  );

const wanted = [
  ["rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles"],
  ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings"],
  ["rbac.authorization.k8s.io/v1", "Role", "roles"],
  ["rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"],
  ["scheduling.k8s.io/v1", "PriorityClass", "priorityclasses"],
  ["flowcontrol.apiserver.k8s.io/v1", "PriorityLevelConfiguration", "prioritylevelconfigurations"],
  ["flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas"],
] as const;

// What the controllers add of their own comes within seconds of their start.
await systemClock.sleep(8_000);
const objects: object[] = [];
for (const [apiVersion, kind, plural] of wanted)
  for (const { metadata, status: _, ...rest } of await list(`/apis/${apiVersion}/${plural}`)) {
    const { name, namespace, labels, annotations } = metadata;
    objects.push({ kind, apiVersion, metadata: { name, namespace, labels, annotations }, ...rest });
  }
writeFileSync(
  join(import.meta.dirname, "../src/bootstrap/generated/first-objects.json"),
  `${JSON.stringify(objects).replaceAll('},{"kind"', '},\n{"kind"')}\n`,
);
