import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "../answer.ts";
import type { FrontendRequest } from "../request.ts";

/** Where suites leave what was said, to be held against the published description afterwards (test/contract/exchanges); unset: nowhere. */
const folder = process.env["ARO_EXCHANGES"];

/** Writes one exchange down, a line of JSON, if anybody wants it. */
export function recordExchange({ method, target, body }: FrontendRequest, answer: Answer): void {
  if (folder === undefined || folder === "") return;
  const request = body instanceof Uint8Array ? new TextDecoder().decode(body) : undefined;
  const line = JSON.stringify({
    method,
    url: target,
    ...(request === undefined ? {} : { request }),
    status: answer.status,
    headers: answer.headers,
    ...(answer.body === undefined ? {} : { response: answer.body }),
  });
  appendFileSync(join(folder, `frontend-${process.pid}.jsonl`), `${line}\n`);
}
