import type { Answer } from "../answer.ts";
import type { Parameters } from "./parameters.ts";

/** One thing that is served to whoever asks with an `Asked`. The list of them is the API (spec 01 §4.1). */
export interface Route<Asked> {
  /** What logs call it. */
  name: string;
  method: "GET" | "PUT" | "PATCH" | "DELETE" | "POST";
  /** Literal segments match ignoring case (ARM-URI-03); `{part}` stands for one segment. */
  path: string;
  /** `registered`: an api-version of the registry. `system`: exactly 2.0 (ARM-URI-02). `any`: not looked at, because ARM fans the call out. */
  versions: "registered" | "system" | "any";
  /** Administrators may ask for the version `admin` besides; absent: they may not. */
  adminVersion?: true;
  /** Who may call: `anyone` needs no certificate. */
  caller: "arm" | "anyone";
  /** Whether a body is read and its media type checked. Bodies of other calls are ignored (ARM-DEL-01). */
  body: "json" | "ignored";
  /** Answers; throws CloudError where the answer is an error. */
  serve: (asked: Asked) => Promise<Answer> | Answer;
}

/** What a path leads to. */
export type Match<Asked> =
  | { outcome: "found"; route: Route<Asked>; parameters: Parameters }
  /** The path is served, for these methods only. */
  | { outcome: "methodNotAllowed"; allowed: readonly string[]; parameters: Parameters }
  | { outcome: "notFound" };
