import type { Clock } from "@aro/runtime";
import type { KubeObject } from "../objects/object.ts";
import { invalid } from "../registry/failures.ts";
import { findings } from "../schemas/findings.ts";
import type { Cause } from "../status/status.ts";
import type { AccessControl, Attributes, User } from "./access.ts";
import type { RoleRules } from "./rbac.ts";
import type { ServiceAccountTokens } from "./service-account-tokens.ts";

/** Answers an object that asks something and is never stored. */
export type Review = (object: KubeObject, user: User, namespace: string | undefined) => Promise<KubeObject>;

export interface ReviewDeps {
  access: AccessControl;
  roles: RoleRules;
  tokens: ServiceAccountTokens;
  /** Who has such a bearer token, of a kind that is not a service account's. */
  userOf(token: string): Promise<User | undefined>;
  clock: Clock;
}

interface ResourceAttributes {
  verb?: string;
  group?: string;
  version?: string;
  resource?: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}
interface AccessSpec {
  resourceAttributes?: ResourceAttributes;
  nonResourceAttributes?: { path?: string; verb?: string };
  user?: string;
  groups?: string[];
  uid?: string;
}

const authorization = "authorization.k8s.io";
const authentication = "authentication.k8s.io";

/** Reviews by `group/plural`. */
export function createReviews(deps: ReviewDeps): ReadonlyMap<string, Review> {
  const { access, roles, tokens } = deps;
  const decide = (object: KubeObject, user: User, namespace?: string): KubeObject => {
    const spec = (object["spec"] ?? {}) as AccessSpec;
    const attributes = attributesOf(spec, namespace);
    const { allowed, reason } = access.authorize(user, attributes);
    return { ...object, status: { allowed, ...(reason === "" ? {} : { reason }) } };
  };
  const someone = (object: KubeObject): User => {
    const { user = "", groups = [], uid } = (object["spec"] ?? {}) as AccessSpec;
    return { name: user, groups, ...(uid === undefined ? {} : { uid }) };
  };
  return new Map<string, Review>([
    [
      `${authorization}/selfsubjectaccessreviews`,
      async (object, user) => {
        requireValid(object, questionFaults(object));
        return decide(object, user);
      },
    ],
    [
      `${authorization}/subjectaccessreviews`,
      async (object) => {
        requireValid(object, [...questionFaults(object), ...someoneFaults(object)]);
        return decide(object, someone(object));
      },
    ],
    [
      `${authorization}/localsubjectaccessreviews`,
      async (object, _, namespace) => {
        const { resourceAttributes } = (object["spec"] ?? {}) as AccessSpec;
        const elsewhere = resourceAttributes !== undefined && resourceAttributes.namespace !== namespace;
        requireValid(object, [
          ...questionFaults(object),
          ...someoneFaults(object),
          ...(elsewhere
            ? [
                findings.invalid(
                  "spec.resourceAttributes.namespace",
                  resourceAttributes.namespace ?? "",
                  "must match metadata.namespace",
                ),
              ]
            : []),
        ]);
        return decide(object, someone(object), namespace);
      },
    ],
    [
      `${authorization}/selfsubjectrulesreviews`,
      async (object, user) => {
        const { namespace } = (object["spec"] ?? {}) as { namespace?: string };
        const all = user.groups.includes("system:masters")
          ? [
              { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
              { verbs: ["*"], nonResourceURLs: ["*"] },
            ]
          : roles.rulesOf(user, namespace);
        const resourceRules = all
          .filter(({ resources }) => resources !== undefined)
          .map(({ verbs = [], apiGroups = [], resources = [], resourceNames }) => ({
            verbs,
            apiGroups,
            resources,
            ...(resourceNames === undefined ? {} : { resourceNames }),
          }));
        const nonResourceRules = all
          .filter(({ nonResourceURLs }) => nonResourceURLs !== undefined)
          .map(({ verbs = [], nonResourceURLs = [] }) => ({ verbs, nonResourceURLs }));
        return { ...object, status: { resourceRules, nonResourceRules, incomplete: false } };
      },
    ],
    [
      `${authentication}/selfsubjectreviews`,
      async (object, user) => ({ ...object, status: { userInfo: shown(user) } }),
    ],
    [
      `${authentication}/tokenreviews`,
      async (object) => {
        const { token = "", audiences = [] } = (object["spec"] ?? {}) as { token?: string; audiences?: string[] };
        const account = await tokens.user(token, audiences[0]);
        const user = account?.user ?? (await deps.userOf(token));
        if (user === undefined)
          return { ...object, status: { user: {}, authenticated: false, error: "the token is not valid" } };
        const shared =
          account === undefined || audiences.length === 0
            ? account?.audiences
            : audiences.filter((one) => account.audiences.includes(one));
        return {
          ...object,
          status: { authenticated: true, user: shown(user), ...(shared === undefined ? {} : { audiences: shared }) },
        };
      },
    ],
  ]);
}

/** A review asks either about an object or about a path. */
function questionFaults(object: KubeObject): Cause[] {
  const { resourceAttributes, nonResourceAttributes } = (object["spec"] ?? {}) as AccessSpec;
  const one = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
  if (resourceAttributes !== undefined && nonResourceAttributes !== undefined)
    return [
      findings.invalid(
        "spec.nonResourceAttributes",
        nonResourceAttributes,
        `cannot be specified in combination with resourceAttributes`,
      ),
    ];
  return resourceAttributes === undefined && nonResourceAttributes === undefined
    ? [findings.invalid("spec.resourceAttributes", null, one)]
    : [];
}

function someoneFaults(object: KubeObject): Cause[] {
  const { user = "", groups = [] } = (object["spec"] ?? {}) as AccessSpec;
  return user === "" && groups.length === 0
    ? [findings.invalid("spec.user", "", "at least one of user or group must be specified")]
    : [];
}

/** @throws ApiStatus Invalid */
function requireValid(object: KubeObject, causes: readonly Cause[]): void {
  if (causes.length > 0)
    throw invalid({ group: authorization, kind: object.kind }, object.metadata?.name ?? "", causes);
}

const shown = ({ name, uid, groups, extra }: User) => ({
  username: name,
  ...(uid === undefined ? {} : { uid }),
  groups,
  ...(extra === undefined ? {} : { extra }),
});

function attributesOf(
  { resourceAttributes, nonResourceAttributes }: AccessSpec,
  within: string | undefined,
): Attributes {
  if (resourceAttributes !== undefined) {
    const {
      verb = "",
      group = "",
      version = "",
      resource = "",
      subresource,
      namespace = within,
      name,
    } = resourceAttributes;
    return {
      kind: "resource",
      verb,
      group,
      version,
      resource,
      ...(subresource ? { subresource } : {}),
      ...(namespace ? { namespace } : {}),
      ...(name ? { name } : {}),
    };
  }
  if (nonResourceAttributes !== undefined)
    return { kind: "path", verb: nonResourceAttributes.verb ?? "", path: nonResourceAttributes.path ?? "" };
  // The review was looked at before: this is asked of nobody.
  return { kind: "path", verb: "", path: "" };
}
