import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { LiveValidator } from "oav/dist/index.js";
import type { Exchange } from "./exchange.ts";
import { wrongInAnswer, wrongInRequest } from "./right-all-the-same.ts";
import { isUndescribed } from "./undescribed.ts";

const root = join(import.meta.dirname, "../../..");
const published = join(root, "../shared/data/azure-rest-api-specs/specification");

/** Where descriptions of all versions lie. */
export interface Descriptions {
  what: string;
  directory: string;
  pattern: string;
}

/** Those that we emit; they are compared with the published ones (`npm run swagger:diff`). */
export const ours: Descriptions = {
  what: "our descriptions",
  directory: join(root, "swagger"),
  pattern: "redhatopenshift/*/*/redhatopenshift.json",
};

/** The published ones where they lie beside the checkout, else ours. */
export const descriptions: Descriptions = existsSync(published)
  ? { what: "the published descriptions", directory: published, pattern: "redhatopenshift/**/redhatopenshift.json" }
  : ours;

/** What an exchange is found to be. */
export type Verdict =
  | { outcome: "fits" }
  /** Not in any description, and rightly so. */
  | { outcome: "undescribed" }
  | { outcome: "fault"; problems: readonly string[] };

/** Azure's own validator over what was answered, and over what was accepted: by the description of the exchange's version. */
export async function createJudge({
  directory,
  pattern,
}: Descriptions = descriptions): Promise<(exchange: Exchange) => Promise<Verdict>> {
  const validator = new LiveValidator({ directory, swaggerPathsPattern: [pattern] }, () => undefined);
  await validator.initialize();
  if (validator.swaggerList.length < 10)
    throw new Error(`${validator.swaggerList.length} descriptions below ${directory}`);
  const declared = declaredStatuses(validator.swaggerList);
  /** What was asked and accepted though the description forbids it. */
  const askedWrongly = async ({ method, request }: Exchange, url: string): Promise<string[]> => {
    if (request === undefined) return [];
    const asked = { url, method, headers: { "content-type": "application/json" }, body: parsed(request) };
    return wrongInRequest(
      (await validator.validateLiveRequest(asked as Parameters<typeof validator.validateLiveRequest>[0])).errors,
    );
  };
  return async (exchange) => {
    const url = URL.parse(`https://management.azure.com${exchange.url}`);
    const body = bodyOf(exchange);
    if (exchange.status >= 400) {
      const problems = errorProblems(body);
      if (problems.length > 0) return { outcome: "fault", problems };
    }
    // What no URL is cannot be looked up; it is refused, and that was looked at.
    if (url === null) return exchange.status < 400 ? fault(`${exchange.url} is no URL`) : { outcome: "undescribed" };
    url.pathname = url.pathname.replaceAll(/\/{2,}/g, "/").replace(/\/$/, "");
    // The first version was never published; its cluster is that of the second (spec 01 §1.2).
    if (url.searchParams.get("api-version") === "2019-12-31-preview") url.searchParams.set("api-version", "2020-04-30");
    const answer = { statusCode: String(exchange.status), headers: { ...exchange.headers } };
    const { isSuccessful, errors, operationInfo, runtimeException } = await validator.validateLiveResponse(
      (body === undefined ? answer : { ...answer, body }) as Parameters<typeof validator.validateLiveResponse>[0],
      { url: url.href, method: exchange.method },
    );
    if (runtimeException?.code.startsWith("OPERATION_NOT_FOUND") === true) {
      // Refusals of what nobody describes may have any status; success needs a reason.
      if (exchange.status >= 400 || isUndescribed(exchange, url)) return { outcome: "undescribed" };
      return fault(`it is in no description: ${runtimeException.message}`);
    }
    if (runtimeException !== undefined) return fault(`${runtimeException.code}: ${runtimeException.message}`);
    // The validator takes any status for one of `default`, which is there for errors.
    const { operationId, apiVersion } = operationInfo;
    if (exchange.status < 400 && declared.get(`${apiVersion} ${operationId}`)?.has(`${exchange.status}`) !== true)
      return fault(`${operationId} of ${apiVersion} does not answer ${exchange.status}`);
    const problems = [
      ...wrongInAnswer(errors),
      ...(exchange.status < 400 ? await askedWrongly(exchange, url.href) : []),
    ];
    if (problems.length > 0) return { outcome: "fault", problems };
    return isSuccessful === true || errors.length > 0 ? { outcome: "fits" } : fault("it does not fit");
  };
}

type Swagger = {
  info: { version: string };
  paths: Record<string, Record<string, { operationId: string; responses: object }>>;
};

/** The statuses that each operation declares, by version and operation id. */
function declaredStatuses(files: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const statuses = new Map<string, ReadonlySet<string>>();
  for (const file of files) {
    const { info, paths } = JSON.parse(readFileSync(file, "utf8")) as Swagger;
    for (const { operationId, responses } of Object.values(paths).flatMap((item) => Object.values(item)))
      statuses.set(`${info.version} ${operationId}`, new Set(Object.keys(responses)));
  }
  return statuses;
}

const fault = (problem: string): Verdict => ({ outcome: "fault", problems: [problem] });

const bodyOf = ({ response }: Exchange): object | undefined => (response === undefined ? undefined : parsed(response));

function parsed(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch {
    return { "no JSON": text };
  }
}

/** What is wrong with an error as such, described or not (ARM-ERR-01). */
function errorProblems(body: object | undefined): string[] {
  const error = (body as { error?: { code?: unknown; message?: unknown } } | undefined)?.error;
  if (typeof error?.code === "string" && error.code !== "" && typeof error.message === "string" && error.message !== "")
    return [];
  return ["an error without code and message"];
}
