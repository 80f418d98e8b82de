import type { Doc } from "../../documents/document.ts";
import type { View, ViewRow } from "../../resources/contract.ts";
import { type FeatureOf, featureOf, featuresOf, moveFeature } from "./states.ts";

/** Versions that our clients send: every one of them the newer; azurerm both. */
const apiVersions: readonly string[] = ["2021-07-01", "2015-12-01"];
const registrationVersions: readonly string[] = ["2021-07-01"];

const root = ({ id }: View): string => `/subscriptions/${id.subscription}/providers/Microsoft.Features`;

const shown = (view: View, one: FeatureOf): Doc => ({
  properties: { state: one.state },
  id: `${root(view)}/providers/${one.namespace}/features/${one.name}`,
  type: "Microsoft.Features/providers/features",
  name: `${one.namespace}/${one.name}`,
});

const registration = (view: View, one: FeatureOf): Doc => ({
  id: `${root(view)}/featureProviders/${one.namespace}/subscriptionFeatureRegistrations/${one.name}`,
  name: one.name,
  type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
  properties: {
    tenantId: view.actor.tenantId,
    subscriptionId: view.id.subscription,
    featureName: one.name,
    displayName: one.name,
    providerNamespace: one.namespace,
    state: one.state,
    metadata: {},
    documentationLink: "",
    approvalType: one.approval,
    shouldFeatureDisplayInPortal: false,
    description: "",
  },
});

const all = ({ engine, id }: View): FeatureOf[] => featuresOf(engine, id.subscription);
const here = (view: View): FeatureOf[] =>
  all(view).filter((one) => one.namespace.toLowerCase() === view.id.names[0]?.toLowerCase());
const one = ({ engine, id }: View): FeatureOf =>
  featureOf(engine, id.subscription, id.names[0] ?? "", id.names[1] ?? "");
const move =
  (registers: boolean, as: typeof shown) =>
  (view: View): Doc =>
    as(view, moveFeature(view.engine, view.id.subscription, one(view), registers));

const asked = (state: FeatureOf): boolean => state.state !== "NotRegistered" && state.state !== "Unregistered";

/** Preview features of a subscription: listed, read, registered and unregistered, in the older and the newer form. */
export const featureViews = (): readonly ViewRow[] => [
  {
    type: "Microsoft.Features/features",
    ends: "type",
    verb: "GET",
    apiVersions,
    paged: true,
    what: "all preview features that the emulated providers have, with the subscription's state",
    evidence: "documented",
    answer: (view) => all(view).map((state) => shown(view, state)),
  },
  {
    type: "Microsoft.Features/providers/features",
    ends: "type",
    verb: "GET",
    apiVersions,
    paged: true,
    what: "preview features of one provider",
    evidence: "documented",
    answer: (view) => here(view).map((state) => shown(view, state)),
  },
  {
    type: "Microsoft.Features/providers/features",
    ends: "name",
    verb: "GET",
    apiVersions,
    what: "one preview feature; one that the provider does not have is 404 FeatureNotFound",
    evidence: "documented",
    answer: (view) => shown(view, one(view)),
  },
  {
    type: "Microsoft.Features/providers/features/register",
    ends: "type",
    verb: "POST",
    apiVersions,
    what: "a feature that needs no approval is registered at once, another is Pending until it is approved",
    evidence: "assumed",
    answer: move(true, shown),
  },
  {
    type: "Microsoft.Features/providers/features/unregister",
    ends: "type",
    verb: "POST",
    apiVersions,
    what: "a feature is unregistered at once",
    evidence: "assumed",
    answer: move(false, shown),
  },
  {
    type: "Microsoft.Features/subscriptionFeatureRegistrations",
    ends: "type",
    verb: "GET",
    apiVersions: registrationVersions,
    paged: true,
    what: "the registrations of the subscription",
    evidence: "documented",
    answer: (view) =>
      all(view)
        .filter(asked)
        .map((state) => registration(view, state)),
  },
  {
    type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    ends: "type",
    verb: "GET",
    apiVersions: registrationVersions,
    paged: true,
    what: "the registrations of the subscription with one provider",
    evidence: "documented",
    answer: (view) =>
      here(view)
        .filter(asked)
        .map((state) => registration(view, state)),
  },
  {
    type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    ends: "name",
    verb: "GET",
    apiVersions: registrationVersions,
    what: "one registration",
    evidence: "documented",
    answer: (view) => registration(view, one(view)),
  },
  {
    type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    ends: "name",
    verb: "PUT",
    apiVersions: registrationVersions,
    what: "registers as register does",
    evidence: "documented",
    answer: move(true, registration),
  },
  {
    type: "Microsoft.Features/featureProviders/subscriptionFeatureRegistrations",
    ends: "name",
    verb: "DELETE",
    apiVersions: registrationVersions,
    what: "unregisters as unregister does",
    evidence: "documented",
    answer: (view) => {
      moveFeature(view.engine, view.id.subscription, one(view), false);
      return undefined;
    },
  },
];
