import { stringify } from "yaml";

/** An object as Kubernetes takes it. */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    /** Objects that the API server made itself say null, as do those of the real installer. */
    creationTimestamp?: null;
  };
  [member: string]: unknown;
};

/** A file of manifests: one or more objects. */
export interface ManifestFile {
  /** Below `/opt/openshift`, such as `manifests/cluster-config.yaml`. */
  path: string;
  objects: readonly KubeObject[];
}

/** The file's text; several objects are documents of one stream. */
export const manifestText = ({ objects }: ManifestFile): string =>
  objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n");

export const configMap = (namespace: string, name: string, contents: Record<string, string>): KubeObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
  data: contents,
});

/** A secret; its values are texts, which are put in base64 here. */
export const secret = (
  namespace: string,
  name: string,
  contents: Record<string, string>,
  type = "Opaque",
): KubeObject => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, namespace },
  type,
  data: Object.fromEntries(
    Object.entries(contents).map(([key, value]) => [key, Buffer.from(value).toString("base64")]),
  ),
});
