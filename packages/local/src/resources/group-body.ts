import { type Doc, isDoc } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";
import type { ArmCall } from "../wall/arm-call.ts";
import { checkTags, readBody } from "./body.ts";

const members = ["id", "name", "type", "location", "managedBy", "tags", "properties"];

/** A group's body in the members' own casing; refuses what is no group, naming it. */
export function readGroup(call: ArmCall): Doc {
  const body = readBody(call.request.body);
  const made: Doc = {};
  for (const [given, value] of Object.entries(body)) {
    const name = members.find((member) => member.toLowerCase() === given.toLowerCase());
    const refuse = (why: string) =>
      new Refusal(
        400,
        "InvalidRequestContent",
        `The request content was invalid and could not be deserialized: '${why}'.`,
      );
    if (name === undefined)
      throw refuse(`Could not find member '${given}' on object of type 'ResourceGroupDefinition'. Path '${given}'.`);
    if (name === "tags" && value !== null) {
      if (!isDoc(value) || Object.values(value).some((tag) => typeof tag !== "string"))
        throw refuse("Error converting value to type 'System.Collections.Generic.Dictionary`2'. Path 'tags'.");
    } else if (name === "properties") {
      if (value !== null && !isDoc(value)) throw refuse("Error converting value to type 'JObject'. Path 'properties'.");
      for (const inner of Object.keys(isDoc(value) ? value : {}))
        if (inner.toLowerCase() !== "provisioningstate")
          throw refuse(
            `Could not find member '${inner}' on object of type 'ResourceGroupProperties'. Path 'properties.${inner}'.`,
          );
    } else if (value !== null && typeof value !== "string")
      throw refuse(`Error converting value to type 'System.String'. Path '${given}'.`);
    made[name] = value;
  }
  checkTags(made["tags"]);
  return made;
}
