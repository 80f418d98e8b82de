import type { Answer, Exchange } from "../exchange.ts";
import type { PartName } from "./parts.ts";

/** What a path's `{…}` stood for, cased as the caller wrote it. */
export type Parameters = Readonly<Partial<Record<PartName, string>>>;

/** One thing that is served. The list of them is the API (spec 01 §4.1). */
export interface Route {
  /** What logs call it. */
  name: string;
  method: "GET" | "PUT" | "PATCH" | "DELETE" | "POST";
  /** Literal segments match ignoring case (ARM-URI-03); `{part}` stands for one segment. */
  path: string;
  /** `registered`: an api-version of the registry. `system`: exactly 2.0 (ARM-URI-02). `any`: not looked at, because ARM fans the call out. */
  versions: "registered" | "system" | "any";
  /** Who may call: `anyone` needs no certificate. */
  caller: "arm" | "anyone";
  /** Whether a body is read and its media type checked. Bodies of other calls are ignored (ARM-DEL-01). */
  body: "json" | "ignored";
  /** Answers; throws CloudError where the answer is an error. */
  serve: (exchange: Exchange) => Promise<Answer> | Answer;
}
