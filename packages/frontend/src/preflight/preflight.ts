import { CloudError, type CloudErrorBody, clusterType, type Json, type JsonObject } from "@aro/api";
import { type Answer, jsonAnswer } from "../answer.ts";
import type { Service } from "../deps.ts";
import type { Exchange } from "../exchange.ts";
import { parseObject } from "../json/parse.ts";
import { messages } from "../messages.ts";
import { judgeResource } from "./judge-resource.ts";

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCluster = (resource: JsonObject): boolean =>
  typeof resource["type"] === "string" && resource["type"].toLowerCase() === clusterType.toLowerCase();

/**
 * What we think of a deployment's clusters before ARM begins with it. Always 200: failures are in the answer (ARM-PRE-01); nothing is changed
 * (ARM-PRE-02); all that is wrong with all of them is told (ARM-PRE-04).
 */
export const preflight =
  (service: Service) =>
  async (exchange: Exchange): Promise<Answer> => {
    let resources: JsonObject[];
    try {
      const listed = parseObject(exchange.body ?? new Uint8Array())["resources"];
      resources = Array.isArray(listed) ? listed.filter(isObject).filter(isCluster) : [];
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      return verdict(error.body);
    }
    const told = await Promise.all(resources.map((resource) => judgeResource(service, exchange, resource)));
    const [first, ...others] = told.filter((one) => one !== undefined);
    if (first === undefined) return jsonAnswer(200, { status: "Succeeded" });
    const { code, message } = first;
    const summary = others.length === 0 ? message : messages.preflight(others.length + 1);
    return verdict({ code, message: summary, details: [first, ...others] });
  };

const verdict = (error: CloudErrorBody): Answer => jsonAnswer(200, { status: "Failed", error });
