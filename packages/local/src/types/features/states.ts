import { Refusal } from "../../documents/refusal.ts";
import type { Engine } from "../../resources/contract.ts";
import { type KnownFeature, knownFeatures } from "./known.ts";

/** State of a feature for a subscription. */
export type FeatureState = "NotRegistered" | "Pending" | "Registered" | "Unregistered";

/** A feature as a subscription has it. */
export interface FeatureOf extends KnownFeature {
  state: FeatureState;
}

const fullName = (one: KnownFeature): string => `${one.namespace}/${one.name}`;
const keptKey = (subscription: string, one: KnownFeature): string =>
  `feature ${subscription} ${fullName(one)}`.toLowerCase();

function stateOf(engine: Engine, subscription: string, one: KnownFeature): FeatureState {
  const name = fullName(one).toLowerCase();
  if (engine.features.of(subscription).some((other) => other.toLowerCase() === name)) return "Registered";
  const kept = engine.rows.value(keptKey(subscription, one));
  return kept === "Pending" || kept === "Unregistered" ? kept : "NotRegistered";
}

/** All features of a subscription: the known ones, and what else somebody has registered it for. */
export function featuresOf(engine: Engine, subscription: string): FeatureOf[] {
  const others = engine.features.of(subscription).flatMap((text): KnownFeature[] => {
    const [namespace = "", name = ""] = text.split("/");
    const known = knownFeatures.some((one) => fullName(one).toLowerCase() === text.toLowerCase());
    return known || name === "" ? [] : [{ namespace, name, approval: "ApprovalRequired" }];
  });
  return [...knownFeatures, ...others].map((one) => ({ ...one, state: stateOf(engine, subscription, one) }));
}

/** One feature of a subscription. @throws Refusal when the provider has none of that name */
export function featureOf(engine: Engine, subscription: string, namespace: string, name: string): FeatureOf {
  const wanted = `${namespace}/${name}`.toLowerCase();
  const found = featuresOf(engine, subscription).find((one) => fullName(one).toLowerCase() === wanted);
  if (found === undefined)
    throw new Refusal(404, "FeatureNotFound", `The feature '${name}' could not be found in provider '${namespace}'.`);
  return found;
}

/** Registers a subscription for a feature, or ends that; inside a transaction. */
export function moveFeature(engine: Engine, subscription: string, feature: FeatureOf, registers: boolean): FeatureOf {
  const name = fullName(feature);
  const others = engine.features.of(subscription).filter((one) => one.toLowerCase() !== name.toLowerCase());
  if (registers) {
    if (feature.state === "Registered") return feature;
    if (feature.approval === "AutoApproval") engine.features.set(subscription, [...others, name]);
    else engine.rows.setValue(keptKey(subscription, feature), "Pending");
  } else if (feature.state === "Registered" || feature.state === "Pending") {
    if (feature.state === "Registered") engine.features.set(subscription, others);
    engine.rows.setValue(keptKey(subscription, feature), "Unregistered");
  }
  return featureOf(engine, subscription, feature.namespace, feature.name);
}
