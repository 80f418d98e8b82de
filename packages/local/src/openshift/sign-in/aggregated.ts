import type { Definition } from "@aro/control-plane";

/** Kinds that OpenShift's own API servers serve beside Kubernetes: group, version, kind, plural, whether namespaced, short names. */
const rows: readonly (readonly [
  group: string,
  kind: string,
  plural: string,
  namespaced: boolean,
  shortNames?: readonly string[],
])[] = [
  ["apps.openshift.io", "DeploymentConfig", "deploymentconfigs", true, ["dc"]],
  ["build.openshift.io", "Build", "builds", true],
  ["build.openshift.io", "BuildConfig", "buildconfigs", true, ["bc"]],
  ["image.openshift.io", "Image", "images", false],
  ["image.openshift.io", "ImageStream", "imagestreams", true, ["is"]],
  ["oauth.openshift.io", "OAuthAccessToken", "oauthaccesstokens", false],
  ["oauth.openshift.io", "OAuthAuthorizeToken", "oauthauthorizetokens", false],
  ["oauth.openshift.io", "OAuthClient", "oauthclients", false],
  ["oauth.openshift.io", "OAuthClientAuthorization", "oauthclientauthorizations", false],
  ["project.openshift.io", "Project", "projects", false],
  ["project.openshift.io", "ProjectRequest", "projectrequests", false],
  ["template.openshift.io", "Template", "templates", true],
  ["user.openshift.io", "Group", "groups", false],
  ["user.openshift.io", "Identity", "identities", false],
  ["user.openshift.io", "User", "users", false],
];

/** Definitions of what OpenShift's aggregated API servers serve; they are no objects of the cluster. */
export const aggregatedDefinitions: readonly Definition[] = rows.map(
  ([group, kind, plural, namespaced, shortNames]) => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.${group}`, uid: "", resourceVersion: "", creationTimestamp: "" },
    spec: {
      group,
      names: {
        plural,
        kind,
        singular: kind.toLowerCase(),
        ...(shortNames === undefined ? {} : { shortNames: [...shortNames] }),
      },
      scope: namespaced ? "Namespaced" : "Cluster",
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } },
        },
      ],
    },
  }),
);
