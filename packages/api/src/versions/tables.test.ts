import assert from "node:assert/strict";
import { test } from "node:test";
import { sealedMembers } from "./contract/members.ts";
import { isWithin } from "./contract/path.ts";
import { kindOf, type Shape } from "./contract/shape.ts";
import { settableMembers } from "./desired-state.ts";
import { contracts } from "./registry.ts";

const patterns = (shape: Shape, at = ""): string[] => {
  const kind = kindOf(shape);
  if (kind.kind === "list") return [at, ...patterns(kind.shape.items, `${at}[]`)];
  if (kind.kind === "map") return [at, ...patterns(kind.shape.additionalProperties, `${at}{}`)];
  if (kind.kind !== "object") return [at];
  const below = Object.entries(kind.shape.properties);
  return [at, ...below.flatMap(([member, inner]) => patterns(inner, at === "" ? member : `${at}.${member}`))];
};

/** Members a preview announced and nobody can set (spec 01 §7.6). */
const announced = ["outboundIps", "outboundIpPrefixes", "allocatedOutboundPorts"];

for (const contract of contracts) {
  const { name, policy, manners, rules } = contract;
  const known = new Set(patterns(contract.shape));

  test(`every pattern of the tables of ${name} names a member it has`, () => {
    const named = [
      ...Object.values(policy).flat(),
      ...manners.alwaysShown,
      ...manners.zerosShown,
      ...Object.keys(manners.shownWhenUnset),
      ...rules.flatMap((rule) => rule.reads),
      ...sealedMembers,
    ];
    // A rule looks at an optional part of the cluster in the versions that have it.
    const optional = ["properties.workerProfilesStatus", "identity"];
    assert.deepEqual(
      named.filter((pattern) => !known.has(pattern) && !optional.includes(pattern)),
      [],
    );
  });

  test(`nothing that may change in ${name} is the service's own, and nothing is filled in that is read-only`, () => {
    const overlap = (some: readonly string[], others: readonly string[]) =>
      some.filter((one) => others.some((other) => isWithin(one, other) || isWithin(other, one)));
    assert.deepEqual(overlap(policy.mutable, [...policy.readOnly, ...policy.filledIn, ...policy.kept]), []);
    assert.deepEqual(overlap(policy.filledIn, policy.readOnly), []);
  });

  test(`what may change in ${name} is what a failed update takes back (ARM-PAT-07)`, () => {
    const internal = (pattern: string) =>
      `/${pattern.replace(/^identity/, "managedServiceIdentity").replaceAll(".", "/")}`;
    const takenBack = settableMembers.filter(({ changes }) => changes).map(({ at }) => at);
    const changing = policy.mutable.filter((pattern) => !announced.some((member) => pattern.endsWith(`.${member}`)));
    assert.deepEqual(
      changing.map(internal).filter((pointer) => !takenBack.includes(pointer)),
      [],
    );
    if (contract === contracts.at(-1)) assert.deepEqual(changing.map(internal).sort(), [...takenBack].sort());
  });

  test(`in ${name} settings live under properties, where nothing of the envelope is repeated (ARM-PUT-08)`, () => {
    const envelope = ["id", "name", "type", "location", "tags", "identity", "systemData"];
    const below = [...known].filter((pattern) => pattern.startsWith("properties."));
    assert.ok(below.length > 30);
    assert.deepEqual(
      below.filter((pattern) => envelope.some((member) => pattern === `properties.${member}`)),
      [],
    );
  });
}
