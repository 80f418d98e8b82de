import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

/** A text in another form has JSON.stringify take its slow way for the rest of the document (`inOnePiece`). */
const whole = /^(SEQ|INTERNALIZED)_/;

test("what a create stores, answers and logs is made of texts in one piece", async () => {
  const script = join(import.meta.dirname, "testing", "text-forms.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--allow-natives-syntax", script], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const printed = Array.from(
    stdout.matchAll(/^DebugPrint: [^\n]*?"?(?:place (\S*) )?"?\n(?:(?!DebugPrint).*\n)*? - type: (\w+)/gm),
  );
  const forms = printed.flatMap(([, place], index) => {
    const form = printed[index + 1]?.[2];
    return place === undefined || form === undefined ? [] : [{ place, form }];
  });
  for (const place of [
    "/openShiftCluster/name",
    "/openShiftCluster/properties/masterProfile/vmSize",
    "/asyncOperation/id",
    "/resource_name",
  ])
    assert.ok(
      forms.some((text) => text.place === place),
      `nothing was seen at ${place}`,
    );
  assert.deepEqual(
    forms.filter(({ form }) => !whole.test(form)),
    [],
  );
});
