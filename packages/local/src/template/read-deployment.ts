import { type Doc, record } from "../documents/document.ts";
import { Refusal } from "../documents/refusal.ts";

const invalid = (message: string): Refusal => new Refusal(400, "InvalidDeployment", message);

/** What the emulated Azure does not carry out of a deployment's properties is refused by name. */
export function checkProperties(properties: Doc): void {
  if (properties["mode"] === "Complete")
    throw new Refusal(
      400,
      "DeploymentModeNotSupported",
      "The deployment mode 'Complete' is not carried out by the emulated Azure; use 'Incremental'.",
    );
  for (const name of ["templateLink", "parametersLink", "onErrorDeployment", "extensionConfigs", "externalInputs"])
    if (properties[name] !== undefined && properties[name] !== null)
      throw invalid(
        `The emulated Azure does not carry out 'properties.${name}' of a deployment; give the template in 'properties.template'.`,
      );
}

/** A deployment's body in the members' own casing: properties and tags. */
export function takeBody(value: Doc): { properties: Doc; tags: Doc | undefined } {
  const properties = record(value["properties"]);
  checkProperties(properties);
  for (const name of ["location", "identity"])
    if (value[name] !== undefined && value[name] !== null)
      throw invalid(`The member '${name}' is not allowed for a deployment to a resource group.`);
  const tags = value["tags"];
  return { properties, tags: tags === undefined || tags === null ? undefined : record(tags) };
}
