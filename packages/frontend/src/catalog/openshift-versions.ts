import { type ApiVersion, type CatalogPlace, CloudError, inVersionOrder, type JsonObject } from "@aro/api";
import type { Answer } from "../answer.ts";
import { jsonAnswer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { messages } from "../messages.ts";
import { requireResource } from "./require-resource.ts";

type Catalog = Pick<Service, "versions" | "settings">;

/** The OpenShift versions that can be installed in the location, oldest first (spec 01 §4.1 row 14, ARM-PRX-06). */
export const listOpenShiftVersions =
  (catalog: Catalog) =>
  (exchange: Exchange): Answer =>
    jsonAnswer(200, { value: [...shownVersions(catalog, exchange).values()] });

/** One of them. Another is 400, as it always was, and not 404 (spec 01 §11 row 13). */
export const readOpenShiftVersion =
  (catalog: Catalog) =>
  (exchange: Exchange): Answer => {
    const { openShiftVersion = "" } = exchange.parameters;
    const found = shownVersions(catalog, exchange).get(openShiftVersion.toLowerCase());
    if (found !== undefined) return jsonAnswer(200, found);
    const message = messages.openShiftVersionNotFound(openShiftVersion, catalog.settings.location);
    throw new CloudError({ code: "ResourceNotFound", message }, { status: 400 });
  };

/** The catalogue as the request's api-version shows it, in order; the keys are the versions, in lower case since ids are found in any. */
function shownVersions({ versions, settings }: Catalog, exchange: Exchange): Map<string, JsonObject> {
  const show = requireResource(
    exchange,
    (exchange.version as ApiVersion).resources.openShiftVersion,
    "locations/openShiftVersions",
  );
  const place: CatalogPlace = {
    subscriptionId: exchange.parameters.subscriptionId ?? "",
    location: settings.location,
  };
  const offered = inVersionOrder([...versions().enabled].map((version) => ({ properties: { version } })));
  return new Map(offered.map((entry) => [entry.properties.version.toLowerCase(), show(entry, place)]));
}
