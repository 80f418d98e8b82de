import { record, records, text, type Value } from "../../documents/document.ts";

/** How a policy of effect modify changes a field. */
const modifyOperations = ["add", "addOrReplace", "remove"] as const;

/** What is wrong with the `details` of a modify effect, or undefined. */
export function modifyProblem(details: Value | undefined): string | undefined {
  const given = record(details);
  const operations = records(given["operations"]);
  if (operations.length === 0) return "'then.details.operations' must be a list of operations";
  if (!Array.isArray(given["roleDefinitionIds"]) || given["roleDefinitionIds"].length === 0)
    return "'then.details.roleDefinitionIds' must name the roles of the assignment's identity";
  for (const [index, one] of operations.entries()) {
    const where = `'then.details.operations[${index}]'`;
    const operation = text(one["operation"]);
    if (!modifyOperations.some((known) => known.toLowerCase() === operation.toLowerCase()))
      return `${where}: the operation '${operation}' is none of ${modifyOperations.join(", ")}`;
    const field = text(one["field"]);
    if (field === "" || field.includes("[*]")) return `${where}: the field '${field}' cannot be modified here`;
    if (operation.toLowerCase() !== "remove" && one["value"] === undefined) return `${where} has no value`;
    const odd = Object.keys(one).find((name) => !["operation", "field", "value"].includes(name));
    if (odd !== undefined) return `${where}: '${odd}' is not carried out by the emulated Azure`;
  }
  return undefined;
}
