import type { ApiAnswer, ApiRequest, ControlPlane, KubeObject, User, UserCall } from "@aro/control-plane";

const json = (status: number, value: object): ApiAnswer => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

const projectPath = /^\/apis\/project\.openshift\.io\/v1\/projects(?:\/([^/]+))?$/;

/** What OpenShift's API servers answer out of something else: who the caller is, projects as views of namespaces, requests for projects. */
export const openShiftAnswers = (controlPlane: () => ControlPlane): readonly UserCall[] => [
  (request, user) => {
    if (request.url.pathname !== "/apis/user.openshift.io/v1/users/~" || request.method !== "GET") return undefined;
    return Promise.resolve(json(200, userObject(user)));
  },
  (request, user) => {
    const match = projectPath.exec(request.url.pathname);
    if (match === null || request.url.searchParams.has("watch")) return undefined;
    return projects(controlPlane(), request, user, match[1]);
  },
  (request, user) => {
    if (request.url.pathname !== "/apis/project.openshift.io/v1/projectrequests" || request.method !== "POST")
      return undefined;
    return requestProject(controlPlane(), request, user);
  },
];

const userObject = ({ name, uid, groups }: User): object => ({
  kind: "User",
  apiVersion: "user.openshift.io/v1",
  metadata: { name, ...(uid === undefined ? {} : { uid }), creationTimestamp: null },
  groups: groups.filter((group) => group !== "system:authenticated:oauth"),
  identities: null,
});

const project = ({ metadata, status }: KubeObject): object => ({
  kind: "Project",
  apiVersion: "project.openshift.io/v1",
  metadata,
  spec: { finalizers: ["kubernetes"] },
  status,
});

/** Namespaces that the caller may read, as projects. */
async function projects(
  { kinds, registry, access }: ControlPlane,
  request: ApiRequest,
  user: User,
  name: string | undefined,
): Promise<ApiAnswer> {
  const kind = kinds.find("", "v1", "namespaces");
  if (kind === undefined) throw new Error("there is no kind namespaces");
  if (name !== undefined) {
    if (request.method === "DELETE") {
      registry.remove({ kind, name }, {}, { user, fieldManager: "openshift-apiserver" });
      return json(200, { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success" });
    }
    return json(200, project(registry.get({ kind, name }).object()));
  }
  const may = (namespace: string) =>
    access.authorize(user, {
      kind: "resource",
      verb: "get",
      group: "",
      version: "v1",
      resource: "namespaces",
      namespace,
      name: namespace,
    }).allowed;
  const all = registry.list(kind, undefined);
  const items = all.items.map((one) => one.object()).filter(({ metadata }) => may(metadata.name));
  return json(200, {
    kind: "ProjectList",
    apiVersion: "project.openshift.io/v1",
    metadata: { resourceVersion: all.resourceVersion },
    items: items.map(project),
  });
}

/** Makes a namespace of which the caller is the administrator. */
async function requestProject({ kinds, registry }: ControlPlane, request: ApiRequest, user: User): Promise<ApiAnswer> {
  const asked = JSON.parse(new TextDecoder().decode(request.body)) as {
    metadata?: { name?: string };
    displayName?: string;
    description?: string;
  };
  const namespaces = kinds.find("", "v1", "namespaces");
  const bindings = kinds.find("rbac.authorization.k8s.io", "v1", "rolebindings");
  if (namespaces === undefined || bindings === undefined) throw new Error("built-in kinds are missing");
  const options = {
    user: { name: "system:openshift-apiserver", groups: ["system:masters"] },
    fieldManager: "openshift-apiserver",
  };
  const name = asked.metadata?.name ?? "";
  const made = registry
    .create(
      namespaces,
      undefined,
      {
        metadata: {
          name,
          annotations: {
            "openshift.io/description": asked.description ?? "",
            "openshift.io/display-name": asked.displayName ?? "",
            "openshift.io/requester": user.name,
          },
        },
      },
      options,
    )
    .object();
  registry.create(
    bindings,
    name,
    {
      metadata: { name: "admin", namespace: name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: user.name }],
    },
    options,
  );
  return json(201, project(made));
}
