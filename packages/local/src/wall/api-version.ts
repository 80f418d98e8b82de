import { armError } from "./answers.ts";
import type { WallResponse } from "./wall.ts";

/** The api-versions ARM itself has for subscriptions, tenants, groups and providers, newest first (as its own error lists them). */
export const resourceManagerVersions = [
  "2023-07-01",
  "2022-12-01",
  "2022-09-01",
  "2022-06-01",
  "2022-05-01",
  "2022-03-01-preview",
  "2022-01-01",
  "2021-04-01",
  "2021-01-01",
  "2020-10-01",
  "2020-09-01",
  "2020-08-01",
  "2020-07-01",
  "2020-06-01",
  "2020-05-01",
  "2020-01-01",
  "2019-11-01",
  "2019-10-01",
  "2019-09-01",
  "2019-08-01",
  "2019-07-01",
  "2019-06-01",
  "2019-05-10",
  "2019-05-01",
  "2019-03-01",
  "2018-11-01",
  "2018-09-01",
  "2018-08-01",
  "2018-07-01",
  "2018-06-01",
  "2018-05-01",
  "2018-02-01",
  "2018-01-01",
  "2017-12-01",
  "2017-08-01",
  "2017-06-01",
  "2017-05-10",
  "2017-05-01",
  "2017-03-01",
  "2016-09-01",
  "2016-07-01",
  "2016-06-01",
  "2016-02-01",
  "2015-11-01",
  "2015-01-01",
  "2014-04-01-preview",
  "2014-04-01",
] as const;

const form = /^\d{4}-\d{2}-\d{2}(-(preview|alpha|beta|rc|privatepreview))?$/i;

/** Parameters ARM takes from the path only; in a query they are refused. */
const reserved = ["sub", "subid", "subscription", "subscriptionid"];

/** ARM's first look at a query: one api-version of the right form, nothing that would shadow the path; an answer when it is not so (ARM-URI-01). */
export function checkQuery(url: URL): WallResponse | undefined {
  const values: string[] = [];
  for (const [name, value] of url.searchParams) {
    const lower = name.toLowerCase();
    if (lower === "api-version") values.push(value);
    else if (reserved.includes(lower))
      return armError(400, "InvalidQueryParameter", `The query parameter '${name}' is not supported.`);
  }
  const [version, ...more] = values;
  if (version === undefined || version === "")
    return armError(
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    );
  if (more.length > 0 || !form.test(version)) return invalidVersion(values.join(","), resourceManagerVersions);
  return undefined;
}

/** The one api-version of a query that {@link checkQuery} let pass. */
export function apiVersion(url: URL): string {
  for (const [name, value] of url.searchParams) if (name.toLowerCase() === "api-version") return value;
  return "";
}

/** Refuses a version that is none of `supported`. */
export const invalidVersion = (version: string, supported: readonly string[]): WallResponse =>
  armError(
    400,
    "InvalidApiVersionParameter",
    `The api-version '${version}' is invalid. The supported versions are '${supported.join(",")}'.`,
  );
