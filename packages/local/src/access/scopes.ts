/** A scope as scopes are compared: lower case, one slash between segments, none at the end; empty for the tenant. */
export const normalScope = (scope: string): string => {
  const lower = scope.toLowerCase();
  return lower.includes("//") || lower.endsWith("/") ? lower.replace(/\/{2,}/g, "/").replace(/\/$/, "") : lower;
};

/** Whether something at `scope` also holds at `id`: there itself, or above. Both normal. */
export const covers = (scope: string, id: string): boolean =>
  id.length === scope.length ? id === scope : id.startsWith(scope) && id[scope.length] === "/";

/** The subscription that a scope lies in; undefined above subscriptions. */
export const subscriptionOf = (scope: string): string | undefined => /^\/subscriptions\/([^/]+)/.exec(scope)?.[1];

/** The resource group that a scope is or lies in. */
export const groupOf = (scope: string): string | undefined =>
  /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+/.exec(scope)?.[0];
