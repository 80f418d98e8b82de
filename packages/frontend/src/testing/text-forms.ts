// Has V8 print in which form it keeps each text that JSON.stringify is given during one create, the place of it first: `one-piece.test.ts` runs it with --allow-natives-syntax.
import { systemRandom as random } from "@aro/runtime";
import { createLog } from "@aro/telemetry";
import { clusterBody } from "./cluster-body.ts";
import { clusterPath, openWorld, requestOf, version } from "./world.ts";

// oxlint-disable-next-line typescript/no-implied-eval -- %DebugPrint is syntax of V8's own, which no compiler of TypeScript takes
const print = new Function("value", "%DebugPrint(value)") as (value: unknown) => void;
const stringify = JSON.stringify;

function printTexts(value: unknown, place: string): void {
  if (typeof value === "string" && value !== "") {
    print(`place ${place} `);
    print(value);
  }
  if (typeof value === "object" && value !== null)
    for (const [name, inner] of Object.entries(value)) printTexts(inner, `${place}/${name}`);
}

const log = createLog({ service: "test", level: "info", destination: { write() {} } });
await using world = await openWorld({ random, deps: { log } });
// Names that are long enough for V8 not to copy them when they are cut out of the path.
const request = (n: number) =>
  requestOf("PUT", `${clusterPath(`a-cluster-with-a-name-${n}`, "a-group-with-a-name")}?${version}`, {
    body: clusterBody(n),
  });
for (let n = 1; n < 20; n++) await world.frontend.handle(request(n));
const last = request(20);
JSON.stringify = ((value: unknown) => {
  printTexts(value, "");
  return stringify(value);
}) as typeof stringify;
const { status } = await world.frontend.handle(last);
JSON.stringify = stringify;
if (status !== 201) throw new Error(`PUT answered ${status}`);
