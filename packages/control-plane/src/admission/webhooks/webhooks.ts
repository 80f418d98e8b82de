import { createHash } from "node:crypto";
import type { Random } from "@aro/runtime";
import { apiVersionOf, type Kind, type Kinds } from "../../kinds/kind.ts";
import type { KubeObject } from "../../objects/object.ts";
import { parsed } from "../../objects/parsed.ts";
import { patchJson } from "../../patches/json.ts";
import { ApiStatus } from "../../status/status.ts";
import type { Store } from "../../store/store.ts";
import type { Admission, Admitted } from "../admission.ts";
import { Denied } from "../denied.ts";
import { type Rule, ruledKind, type Selectors, selected } from "../matching.ts";
import { type ClientConfig, callWebhook, type FindService } from "./call.ts";
import { lasting, type Question, type ReviewAnswer, type ReviewBook, ReviewNeeded } from "./reviews.ts";

const group = "admissionregistration.k8s.io";

interface Webhook extends Selectors {
  name: string;
  clientConfig: ClientConfig;
  rules?: Rule[];
  failurePolicy?: string;
  timeoutSeconds?: number;
  reinvocationPolicy?: string;
  matchConditions?: { name: string; expression: string }[];
}

export interface WebhookDeps {
  store: Store;
  kinds: () => Kinds;
  random: Random;
  /** Of those who bring no book. */
  book: ReviewBook;
  find: FindService;
  /** Whether conditions in CEL hold for a write; an Error when one cannot be told. */
  conditions(write: Admitted, expressions: readonly string[]): boolean | Error;
}

/** Webhooks of a kind of configuration in the order of their names; read again after one of them has changed. */
function webhooksOf(store: Store, plural: string): () => readonly Webhook[] {
  let known: readonly Webhook[] | undefined;
  store.subscribe(`${group}/${plural}`, () => {
    known = undefined;
  });
  return () => {
    known ??= [...store.list(`${group}/${plural}`)].flatMap(
      ({ text }) => (parsed(text) as { webhooks?: Webhook[] }).webhooks ?? [],
    );
    return known;
  };
}

/** Configurations of admission can always be mended: nobody is asked about them. */
const isExempt = ({ kind }: Admitted): boolean => kind.group === group;

/** What a webhook is asked about a write, or undefined when it is not. @throws ApiStatus */
function asked(deps: WebhookDeps, webhook: Webhook, write: Admitted): Kind | undefined {
  const { rules = [], matchConditions = [] } = webhook;
  const kind = ruledKind(deps.kinds(), rules, write, webhook.matchPolicy);
  if (kind === undefined || !selected(deps.store, webhook, write)) return undefined;
  if (matchConditions.length === 0) return kind;
  const holds = deps.conditions(
    write,
    matchConditions.map(({ expression }) => expression),
  );
  if (!(holds instanceof Error)) return holds ? kind : undefined;
  if (webhook.failurePolicy === "Ignore") return undefined;
  throw new ApiStatus(
    "Forbidden",
    `${write.kind.plural} ${JSON.stringify(write.object.metadata.name)} is forbidden: ${holds.message}`,
  );
}

function question(deps: WebhookDeps, webhook: Webhook, kind: Kind, write: Admitted): Question {
  const { operation, object, before, subresource, user } = write;
  const identity = [
    webhook,
    operation,
    subresource,
    user.name,
    lasting(operation === "DELETE" ? undefined : object),
    lasting(before),
  ];
  return {
    key: createHash("sha256").update(JSON.stringify(identity)).digest("hex"),
    ask: () => callWebhook(webhook.clientConfig, review(deps, kind, write), webhook.timeoutSeconds ?? 10, deps.find),
  };
}

/** The request of an AdmissionReview. */
function review(
  { random }: WebhookDeps,
  kind: Kind,
  { kind: own, operation, object, before, subresource, user, dryRun }: Admitted,
) {
  const shown = (one: KubeObject | undefined) =>
    one === undefined ? null : { ...structuredClone(one), apiVersion: apiVersionOf(kind), kind: kind.kind };
  const { group: g, version, kind: name, plural } = kind;
  const part = subresource === undefined ? {} : { subResource: subresource, requestSubResource: subresource };
  const { namespace } = object.metadata;
  const title = operation === "CREATE" ? "CreateOptions" : operation === "UPDATE" ? "UpdateOptions" : "DeleteOptions";
  return {
    kind: "AdmissionReview",
    apiVersion: "admission.k8s.io/v1",
    request: {
      uid: random.uuid(),
      kind: { group: g, version, kind: name },
      resource: { group: g, version, resource: plural },
      requestKind: { group: own.group, version: own.version, kind: own.kind },
      requestResource: { group: own.group, version: own.version, resource: own.plural },
      ...part,
      name: object.metadata.name,
      ...(namespace === undefined ? {} : { namespace }),
      operation,
      userInfo: {
        username: user.name,
        ...(user.uid === undefined ? {} : { uid: user.uid }),
        groups: user.groups,
        ...(user.extra === undefined ? {} : { extra: user.extra }),
      },
      object: operation === "DELETE" ? null : shown(object),
      oldObject: shown(before),
      dryRun: dryRun ?? false,
      options: { kind: title, apiVersion: "meta.k8s.io/v1" },
    },
  };
}

/** The answer, when the write may go on with it. @throws ApiStatus */
function accepted(
  webhook: Webhook,
  answer: ReviewAnswer,
  write: Admitted,
): Extract<ReviewAnswer, { outcome: "allowed" }> {
  if (answer.outcome === "failed") {
    if (webhook.failurePolicy === "Ignore") return { outcome: "allowed", warnings: [] };
    throw new ApiStatus(
      "InternalError",
      `Internal error occurred: failed calling webhook ${JSON.stringify(webhook.name)}: ${answer.why}`,
    );
  }
  for (const warning of answer.warnings) write.warn(warning);
  if (answer.outcome === "allowed") return answer;
  throw denial(webhook.name, answer.status);
}

function denial(
  name: string,
  { code = 0, reason = "", message = "", details }: Extract<ReviewAnswer, { outcome: "denied" }>["status"],
): Denied {
  const by = `admission webhook ${JSON.stringify(name)} denied the request`;
  const why = message || reason;
  return new Denied(
    code < 400 ? 400 : code,
    reason,
    why === "" ? `${by} without explanation` : `${by}: ${why}`,
    details,
  );
}

/** Asks webhooks that change objects, one after the other; those that want to are asked once more when others changed it after them. */
export function mutatingWebhooks(deps: WebhookDeps): Admission {
  const webhooks = webhooksOf(deps.store, "mutatingwebhookconfigurations");
  return (write) => {
    if (isExempt(write) || webhooks().length === 0) return;
    const book = write.reviews ?? deps.book;
    const left = new Map<Webhook, unknown>();
    for (const again of [false, true])
      for (const webhook of webhooks()) {
        if (
          again &&
          (webhook.reinvocationPolicy !== "IfNeeded" ||
            !left.has(webhook) ||
            left.get(webhook) === lasting(write.object))
        )
          continue;
        const kind = asked(deps, webhook, write);
        if (kind === undefined) continue;
        const one = question(deps, webhook, kind, write);
        const answer = book.get(one.key);
        if (answer === undefined) throw new ReviewNeeded([one], book);
        const { patch } = accepted(webhook, answer, write);
        if (patch !== undefined && write.operation !== "DELETE") change(webhook, write, patch);
        left.set(webhook, lasting(write.object));
      }
  };
}

function change(webhook: Webhook, { object, complete }: Admitted, patch: readonly object[]): void {
  let made: KubeObject;
  try {
    made = patchJson(object, patch);
  } catch (error) {
    throw new ApiStatus(
      "InternalError",
      `Internal error occurred: failed calling webhook ${JSON.stringify(webhook.name)}: ${(error as Error).message}`,
    );
  }
  for (const name of Object.keys(object)) delete object[name];
  Object.assign(object, made);
  complete();
}

/** Asks webhooks that only say yes or no, all at once. */
export function validatingWebhooks(deps: WebhookDeps): Admission {
  const webhooks = webhooksOf(deps.store, "validatingwebhookconfigurations");
  return (write) => {
    if (isExempt(write) || webhooks().length === 0) return;
    const book = write.reviews ?? deps.book;
    const open = webhooks().flatMap((webhook) => {
      const kind = asked(deps, webhook, write);
      return kind === undefined ? [] : [{ webhook, one: question(deps, webhook, kind, write) }];
    });
    const missing = open.filter(({ one }) => book.get(one.key) === undefined);
    if (missing.length > 0)
      throw new ReviewNeeded(
        missing.map(({ one }) => one),
        book,
      );
    for (const { webhook, one } of open) accepted(webhook, book.get(one.key) as ReviewAnswer, write);
  };
}
