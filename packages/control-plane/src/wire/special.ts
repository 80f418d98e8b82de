import type { Doc } from "../objects/object.ts";

const meta = "io.k8s.apimachinery.pkg.apis.meta.v1";
const definitions = "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1";

const text = (bytes: unknown): string => Buffer.from(String(bytes ?? ""), "base64").toString();
const rawJson = (fields: Doc): unknown => {
  const raw = text(fields["raw"] ?? fields["Raw"]);
  return raw === "" ? null : JSON.parse(raw);
};

function time(fields: Doc, digits: number): string | null {
  const seconds = Number(fields["seconds"] ?? 0);
  const nanos = Number(fields["nanos"] ?? 0);
  // Go's zero time is written as nothing.
  if (seconds === 0 && nanos === 0 && !("seconds" in fields)) return null;
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return digits === 0 ? `${whole}Z` : `${whole}.${String(nanos).padStart(9, "0").slice(0, digits)}Z`;
}

/** Messages that are no objects in JSON. Bytes among their fields are base64. */
export const special: Readonly<Record<string, (fields: Doc) => unknown>> = {
  [`${meta}.Time`]: (fields) => time(fields, 0),
  [`${meta}.MicroTime`]: (fields) => time(fields, 6),
  [`${meta}.FieldsV1`]: rawJson,
  [`${meta}.Verbs`]: ({ items = [] }) => items,
  "io.k8s.apimachinery.pkg.api.resource.Quantity": ({ string = "0" }) => string,
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": ({ type, intVal = 0, strVal = "" }) =>
    Number(type ?? 0) === 0 ? intVal : strVal,
  "io.k8s.apimachinery.pkg.runtime.RawExtension": rawJson,
  "io.k8s.api.authentication.v1.ExtraValue": ({ items = [] }) => items,
  "io.k8s.api.authorization.v1.ExtraValue": ({ items = [] }) => items,
  "io.k8s.api.certificates.v1.ExtraValue": ({ items = [] }) => items,
  [`${definitions}.JSON`]: rawJson,
  [`${definitions}.JSONSchemaPropsOrArray`]: ({ schema, jSONSchemas }) => schema ?? jSONSchemas ?? {},
  [`${definitions}.JSONSchemaPropsOrBool`]: ({ schema, allows = false }) => schema ?? allows,
  [`${definitions}.JSONSchemaPropsOrStringArray`]: ({ schema, property = [] }) => schema ?? property,
};
