import { ApiStatus } from "../status/status.ts";

/** How a client wants objects shown. */
export type Form = "object" | "table" | "metadata";

interface Wanted {
  type: string;
  parameters: Readonly<Record<string, string>>;
  quality: number;
}

const read = (header: string): Wanted[] =>
  header
    .split(",")
    .map((part) => {
      const [type = "", ...rest] = part.split(";").map((one) => one.trim());
      const parameters = Object.fromEntries(
        rest.map((one) => {
          const at = one.indexOf("=");
          return at < 0
            ? [one, ""]
            : [
                one.slice(0, at).trim(),
                one
                  .slice(at + 1)
                  .trim()
                  .replaceAll('"', ""),
              ];
        }),
      );
      return { type: type.toLowerCase(), parameters, quality: Number(parameters["q"] ?? 1) };
    })
    .filter(({ type, quality }) => type !== "" && quality > 0)
    .sort((a, b) => b.quality - a.quality);

const isJson = (type: string): boolean => ["application/json", "application/*", "*/*"].includes(type);

/**
 * The first acceptable form of an answer about objects.
 * @throws ApiStatus NotAcceptable when the client takes none of ours.
 */
export function formOf(accept: string | undefined): Form {
  if (accept === undefined || accept.trim() === "") return "object";
  for (const { type, parameters } of read(accept)) {
    if (!isJson(type)) continue;
    const { as, g, v } = parameters;
    if (as === undefined) return "object";
    if (g !== "meta.k8s.io" || (v !== "v1" && v !== "v1beta1")) continue;
    if (as === "Table") return "table";
    if (as === "PartialObjectMetadata" || as === "PartialObjectMetadataList") return "metadata";
  }
  throw new ApiStatus(
    "NotAcceptable",
    "only the following media types are accepted: application/json;as=Table;v=v1;g=meta.k8s.io, application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io, application/json",
  );
}

/** Whether one of these types is accepted; the first in the client's order. */
export function firstAccepted(accept: string | undefined, types: readonly string[]): string | undefined {
  for (const { type, parameters } of read(accept ?? "*/*")) {
    const found = types.find((one) => {
      const [plain = "", ...rest] = one.split(";");
      const wildcard = type === "*/*" || (type.endsWith("/*") && plain.startsWith(type.slice(0, -1)));
      if (wildcard) return true;
      return plain === type && rest.every((part) => parameters[part.split("=")[0] ?? ""] === part.split("=")[1]);
    });
    if (found !== undefined) return found;
  }
  return undefined;
}
