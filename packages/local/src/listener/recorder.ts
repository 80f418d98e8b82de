import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Wall } from "../wall/wall.ts";

/** Writes down what passes a wall, for suites that hold it against the published description (test/contract/exchanges). */
export interface Recorder extends Disposable {
  /** `wall`, with a line of JSON for each answer that came through it. */
  around(wall: Wall): Wall;
}

/** Appends to `NAME.jsonl` of `folder`. The lines hold secrets: nobody but the owner can read them. */
export function openRecorder(folder: string, name: string): Recorder {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = createWriteStream(join(folder, `${name}.jsonl`), { flags: "a", mode: 0o600 });
  // A line that a killed process of this name left unfinished ends here.
  file.write("\n");
  return {
    around: (wall) => async (request) => {
      const answer = await wall(request);
      const text = (body: Uint8Array) => Buffer.from(body).toString("utf8");
      const line = JSON.stringify({
        method: request.method,
        url: `${request.url.pathname}${request.url.search}`,
        ...(request.body.byteLength === 0 ? {} : { request: text(request.body) }),
        status: answer.status,
        headers: answer.headers,
        ...(answer.body.byteLength === 0 ? {} : { response: text(answer.body) }),
      });
      file.write(`${line}\n`);
      return answer;
    },
    [Symbol.dispose]: () => void file.end(),
  };
}
