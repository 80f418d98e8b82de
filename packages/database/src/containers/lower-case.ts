/**
 * Ids and keys are compared byte by byte, so only lower case may be stored or asked for (spec 02 §3).
 * @throws Error `<what> "<value>" is not lower case`.
 */
export function requireLowerCase(what: "id" | "key" | "prefix", value: string): void {
  if (value !== value.toLowerCase()) throw new Error(`${what} "${value}" is not lower case`);
}

/** The subscription id in a key `/subscriptions/<id>/…`: the partition of whatever lies below it. @throws Error when there is none. */
export function subscriptionOf(key: string): string {
  const subscription = /^\/subscriptions\/([^/]+)\//.exec(key)?.[1];
  if (subscription === undefined) throw new Error(`key "${key}" does not begin with a subscription`);
  return subscription;
}
