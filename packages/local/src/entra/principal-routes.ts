import type { Clock } from "@aro/runtime";
import { badRequest, type ControlRoute, done } from "../control/control.ts";
import type { Durable } from "../state/durable.ts";
import { armError, json } from "../wall/answers.ts";
import type { Application, Directory } from "./directory.ts";
import type { Visibility } from "./visibility.ts";

interface Deps {
  directory: Directory;
  durable: Durable;
  clock: Clock;
  tenantId: string;
  visibility: Visibility;
}

const mostAtOnce = 1000;

/** Making service principals with a password: clusters want one each, and nobody may share one. */
export function principalRoutes({ directory, durable, clock, tenantId, visibility }: Deps): ControlRoute[] {
  const shown = ({ createdAt, ...application }: Application) => ({
    ...application,
    tenantId,
    createdDateTime: new Date(createdAt).toISOString(),
  });
  const addSecret = (appId: string, endsAt: number | undefined) => {
    const secret = directory.addSecret(appId, endsAt === undefined ? {} : { endsAt });
    return { clientSecret: secret.value, secretId: secret.keyId, secretEndsAt: new Date(secret.endsAt).toISOString() };
  };
  /** When a secret is to end: `secretEndsAt` as a time, undefined for the usual two years, a text when it is no time. */
  const readEnd = (body: Record<string, unknown>): number | undefined | string => {
    const { secretEndsAt } = body;
    if (secretEndsAt === undefined) return undefined;
    const at = typeof secretEndsAt === "string" ? Date.parse(secretEndsAt) : Number.NaN;
    return Number.isNaN(at) ? "'secretEndsAt' is a time such as 2030-01-01T00:00:00Z" : at;
  };
  return [
    {
      method: "GET",
      path: "/_local/entra",
      run: () => done({ visibilityDelayMilliseconds: visibility.delayMilliseconds }),
    },
    {
      method: "PUT",
      path: "/_local/entra",
      run: ({ body: { visibilityDelayMilliseconds: delay, ...unknown } }) => {
        const [odd] = Object.keys(unknown);
        if (odd !== undefined) return badRequest(`Entra has no setting '${odd}'.`);
        if (typeof delay !== "number" || !(delay >= 0))
          return badRequest("'visibilityDelayMilliseconds' is a number, 0 or more");
        visibility.set(delay);
        return done({ visibilityDelayMilliseconds: delay });
      },
    },
    { method: "GET", path: "/_local/people", run: () => done(people(directory)) },
    { method: "GET", path: "/_local/principals", run: () => done({ principals: directory.list().map(shown) }) },
    {
      method: "POST",
      path: "/_local/principals",
      run: ({ body }) => {
        const { displayName = `principal-${clock.now()}`, count = 1, visibleAtOnce = false } = body;
        const endsAt = readEnd(body);
        if (typeof endsAt === "string") return badRequest(endsAt);
        if (typeof displayName !== "string" || displayName === "") return badRequest("'displayName' is a text");
        if (!Number.isInteger(count) || (count as number) < 1 || (count as number) > mostAtOnce)
          return badRequest(`'count' is a whole number from 1 to ${mostAtOnce}`);
        if (typeof visibleAtOnce !== "boolean") return badRequest("'visibleAtOnce' is true or false");
        const make = () =>
          Array.from({ length: count as number }, (_, index) => {
            const name = count === 1 ? displayName : `${displayName}-${index + 1}`;
            const application = directory.ensure({ displayName: name });
            return { ...shown(application), ...addSecret(application.appId, endsAt) };
          });
        const principals = durable.transaction(() => (visibleAtOnce ? visibility.atOnce(make) : make()));
        return json(201, { principals });
      },
    },
    {
      method: "POST",
      path: "/_local/principals/{appId}/secrets",
      run: ({ parameters: { appId = "" }, body }) => {
        const endsAt = readEnd(body);
        if (typeof endsAt === "string") return badRequest(endsAt);
        return directory.find(appId) === undefined ? unknownApp(appId) : json(201, addSecret(appId, endsAt));
      },
    },
    {
      method: "DELETE",
      path: "/_local/principals/{appId}",
      run: ({ parameters: { appId = "" } }) => (directory.remove(appId) ? done({}) : unknownApp(appId)),
    },
  ];
}

/** Who signs in on the page, and the groups they are in. */
const people = ({ objects, links }: Directory) => ({
  users: [...objects.list("user")].map(({ id, name, displayName }) => ({
    id,
    userPrincipalName: name,
    displayName,
    groups: links.groupsOf(id),
  })),
  groups: [...objects.list("group")].map(({ id, displayName }) => ({ id, displayName })),
});

const unknownApp = (appId: string) => armError(404, "NotFound", `There is no application ${appId}.`);
