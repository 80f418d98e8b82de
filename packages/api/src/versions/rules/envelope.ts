import { messages } from "../../errors/messages.ts";
import { valuesAt } from "../contract/shape.ts";
import { invalid, isUnset, type Rule } from "./rule.ts";

const same = (value: unknown, expected: string): boolean => `${value}`.toLowerCase() === expected.toLowerCase();

/** Body and URL name the same resource; absent is fine (ARM-URI-04). */
export const namesOfUrl: Rule = {
  on: "request",
  reads: [],
  check: ({ sent, request: { target } }) => [
    ...(isUnset(sent.id) || same(sent.id, target.id)
      ? []
      : [invalid("id", messages.mismatchingId({ value: sent.id, expected: target.id }), "MismatchingResourceID")]),
    ...(isUnset(sent.name) || same(sent.name, target.name)
      ? []
      : [
          invalid(
            "name",
            messages.mismatchingName({ value: sent.name, expected: target.name }),
            "MismatchingResourceName",
          ),
        ]),
    ...(isUnset(sent.type) || same(sent.type, target.type)
      ? []
      : [
          invalid(
            "type",
            messages.mismatchingType({ value: sent.type, expected: target.type }),
            "MismatchingResourceType",
          ),
        ]),
  ],
};

/** A region's name as it is compared: without blanks and case (ARM-PUT-06). */
export const regionKey = (location: string): string => location.replace(/\s/g, "").toLowerCase();

/** The cluster lies in the region served. */
export const location: Rule = {
  on: "change",
  reads: ["location"],
  check: ({ draft, request }) =>
    regionKey(draft.location ?? "") === regionKey(request.rules.location)
      ? []
      : [invalid("location", messages.location({ value: draft.location, region: request.rules.location }))],
};

/**
 * A provisioning state in the body is one of the version's, and on an update the stored one or the one before the running operation, so
 * that a repeated PUT finds that operation (ARM-ASY-02, ARM-PUT-12).
 */
export const provisioningState: Rule = {
  on: "request",
  reads: [],
  check: ({ sent, request: { stored }, shape, stateName }) => {
    const target = "properties.provisioningState";
    const value = sent.properties?.provisioningState;
    if (isUnset(value)) return [];
    const values = valuesAt(shape, target);
    if (values.length > 0 && !values.includes(`${value}`))
      return [invalid(target, messages.provisioningState({ value, values }))];
    const present = [stored?.properties.provisioningState, stored?.properties.lastProvisioningState];
    return stored === undefined || present.some((state) => state !== undefined && stateName(state) === value)
      ? []
      : [invalid(target, messages.readOnly({ target }), "PropertyChangeNotAllowed")];
  },
};
