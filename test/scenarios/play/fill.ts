import type { Json } from "@aro/api";
import { valueAt } from "./members.ts";
import type { Scene } from "./scene.ts";

/**
 * Placeholders of scenarios, `<name>` or `<name NUMBER>` for another customer than the one who acts, and `<ANSWER header NAME>`,
 * `<ANSWER body DOTTED>` for what an earlier answer said. `<n>` is the number of the customer who acts.
 */
export function fill(text: string, scene: Scene): string {
  return text.replaceAll(/<([^<>"]+)>/g, (_, inside: string) => {
    const [name = "", kind, ...rest] = inside.split(" ");
    if (kind === "header" || kind === "body") return ofAnswer(scene, name, kind, rest.join(" "));
    const other = kind === undefined ? scene : scene.all[Number(kind)];
    const value = other === undefined ? undefined : ofCustomer(other)[name];
    if (value === undefined) throw new Error(`the scenario knows no <${inside}>`);
    return value;
  });
}

/** {@link fill} for every text in `value`, names of members included. */
export function filled<Value>(value: Value, scene: Scene): Value {
  if (typeof value === "string") return fill(value, scene) as Value;
  if (Array.isArray(value)) return value.map((item) => filled(item, scene)) as Value;
  if (typeof value !== "object" || value === null || value instanceof RegExp) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [fill(name, scene), filled(member, scene)]),
  ) as Value;
}

const ofCustomer = ({ instance, number, customer }: Scene): Record<string, string | undefined> => ({
  n: String(number),
  arm: instance.arm,
  location: instance.location,
  tenant: instance.tenantId,
  subscription: customer.subscriptionId,
  service: instance.serviceSubscriptionId,
  group: customer.group,
  clusterGroup: /resourceGroups\/([^/]+)/.exec(customer.cluster)?.[1],
  managed: customer.managedGroup,
  name: customer.name,
  cluster: customer.cluster,
  network: customer.network,
  master: customer.masterSubnet,
  worker: customer.workerSubnet,
  clientId: customer.principal.appId,
  clientSecret: customer.principal.clientSecret,
});

function ofAnswer({ answers }: Scene, name: string, kind: "header" | "body", what: string): string {
  const answer = answers.get(name);
  const value = kind === "header" ? answer?.headers[what] : valueAt(answer?.json as Json, what);
  if (value === undefined) throw new Error(`the answer ${name} has no ${kind} ${what}`);
  return String(value);
}
