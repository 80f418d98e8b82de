import { type Doc, isDoc, record } from "../documents/document.ts";
import { checkTemplate, invalidTemplate } from "./check.ts";
import { isDeploymentName } from "./deployment.ts";
import { checkProperties } from "./read-deployment.ts";
import { lookup } from "./scope.ts";

/** Looks at a nested deployment before anything is made: its name, and the outer form of its template. */
export function checkNested(source: Doc, name: string, where: string): void {
  if (!isDeploymentName(name)) throw invalidTemplate(`The name '${name}' of ${where} is none that deployments have`);
  const properties = record(lookup(source, "properties"));
  checkProperties(properties);
  const template = lookup(properties, "template");
  if (!isDoc(template)) throw invalidTemplate(`The nested deployment ${where} has no 'properties.template'`);
  checkTemplate(template);
}
