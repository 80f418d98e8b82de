import type { KubeObject } from "@aro/control-plane";
import type { ClusterContext } from "../cluster/context.ts";
import type { Objects, Wanted } from "../cluster/objects.ts";
import { definitions } from "./definitions.ts";

const definitionResource = "apiextensions.k8s.io/v1/customresourcedefinitions";

/** Others that wait for a turn of the event loop get one between two of these. */
const atOnce = 8;

/** Installs OpenShift's definitions and waits until their kinds are served. What is there already stays. */
export async function installDefinitions({ clock, objects, log }: ClusterContext, signal: AbortSignal): Promise<void> {
  const api = objects("cluster-version-operator");
  const all: Wanted[] = [];
  for (const [index, definition] of definitions().entries()) {
    try {
      api.ensure(definition);
      all.push(definition);
    } catch (error) {
      log.error("openshift.definition.refused", { name: definition.metadata.name, error });
    }
    if (index % atOnce === 0) await clock.sleep(0, signal);
  }
  const isServed = ({ metadata }: Wanted): boolean => {
    const definition = api.get(definitionResource, metadata.name);
    const conditions = (definition?.["status"] as { conditions?: { type: string; status: string }[] } | undefined)
      ?.conditions;
    return conditions?.some(({ type, status }) => type === "Established" && status === "True") === true;
  };
  // Definitions are long: each is looked at until it is served, and not again.
  for (const one of all) while (!isServed(one)) await clock.sleep(5, signal);
}

const first = ["Namespace", "CustomResourceDefinition", "ServiceAccount"];

/** Tells a new cluster's API server all manifests. What is there already stays as it is, so that it may be done again. */
export async function tellManifests(
  context: ClusterContext,
  manifests: readonly KubeObject[],
  signal: AbortSignal,
): Promise<void> {
  const api = context.objects("cluster-bootstrap");
  const rank = ({ kind }: KubeObject): number => (first.includes(kind) ? first.indexOf(kind) : first.length);
  const ordered = manifests.toSorted((a, b) => rank(a) - rank(b));
  for (const [index, manifest] of ordered.entries()) {
    tell(context, api, manifest);
    if (index % atOnce === 0) await context.clock.sleep(0, signal);
  }
}

/** A manifest that the API server will not take is told in the log, as bootkube does, and does not keep others from being told. */
function tell({ controlPlane, log }: ClusterContext, api: Objects, manifest: KubeObject): void {
  if (controlPlane.kinds.named(manifest.apiVersion, manifest.kind) === undefined) {
    log.warn("openshift.manifest.unknown", { apiVersion: manifest.apiVersion, kind: manifest.kind });
    return;
  }
  try {
    api.ensure(manifest as Wanted);
  } catch (error) {
    log.warn("openshift.manifest.refused", { kind: manifest.kind, name: manifest.metadata.name, error });
  }
}
