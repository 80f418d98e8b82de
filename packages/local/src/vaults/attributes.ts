import { type Doc, record } from "../documents/document.ts";
import type { Shape } from "./body.ts";
import { recovery } from "./lives.ts";
import { badParameter } from "./refusal.ts";
import type { Vault } from "./vault.ts";

/** What callers may send of an object's attributes. Those that the service sets are passed over, since clients send back what they read. */
export const attributesShape = {
  enabled: "flag",
  nbf: "count",
  exp: "count",
  created: "count",
  updated: "count",
  recoveryLevel: "text",
  recoverableDays: "count",
} as const satisfies { [member: string]: Shape };

const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);

/** Attributes as they are kept: those of `before` with what the body changes. */
export function attributesFrom(given: Doc, before: Doc | undefined, now: number): Doc {
  const old = record(before?.["attributes"]);
  const asked = record(given["attributes"]);
  const attributes: Doc = { enabled: asked["enabled"] ?? old["enabled"] ?? true };
  for (const name of ["nbf", "exp"]) {
    const value = asked[name] ?? old[name];
    if (value !== undefined) attributes[name] = value;
  }
  if (
    typeof attributes["nbf"] === "number" &&
    typeof attributes["exp"] === "number" &&
    attributes["exp"] <= attributes["nbf"]
  )
    throw badParameter("Property exp must be later than nbf");
  return { ...attributes, created: old["created"] ?? seconds(now), updated: seconds(now) };
}

/** Attributes as they are shown. */
export const shownAttributes = (vault: Vault, body: Doc): Doc => ({
  ...record(body["attributes"]),
  ...recovery(vault),
});

/** A point in time as deleted objects show it. */
export const secondsOf = seconds;
