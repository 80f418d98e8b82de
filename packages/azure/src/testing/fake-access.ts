import type { Responder } from "./exchange.ts";

/** Where access is asked for: everything is allowed, except what a test takes away. */
export interface FakeAccess {
  readonly respond: Responder;
  /** Whether somebody (object id) may not do an action to a resource (as it was asked for). */
  isDenied: (objectId: string, action: string, resourceId: string) => boolean;
  /** What was asked, one line for each: `WHO ACTION RESOURCE`. */
  readonly asked: string[];
}

interface Asked {
  Subject: { Attributes: { ObjectId: string } };
  Actions: { Id: string }[];
  Resource: { Id: string };
}

export function fakeAccess(host: string): FakeAccess {
  const asked: string[] = [];
  const access: FakeAccess = {
    isDenied: () => false,
    asked,
    respond: ({ host: at, method, path, query, headers, body }) => {
      if (at !== host) return undefined;
      if (method !== "POST" || path !== "/providers/Microsoft.Authorization/checkAccess") return { status: 404 };
      if (query["api-version"] !== "2021-06-01-preview" || !headers["authorization"]?.startsWith("Bearer "))
        return { status: 400, body: { statusCode: "400", message: "api-version or token" } };
      const { Subject, Actions, Resource } = body as Asked;
      const who = Subject.Attributes.ObjectId;
      return {
        status: 200,
        body: {
          value: Actions.map(({ Id }) => {
            asked.push(`${who} ${Id} ${Resource.Id}`);
            const denied = access.isDenied(who, Id, Resource.Id);
            return { actionId: Id, accessDecision: denied ? "NotAllowed" : "Allowed", isDataAction: false };
          }),
        },
      };
    },
  };
  return access;
}
