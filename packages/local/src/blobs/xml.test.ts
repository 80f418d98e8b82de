import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { child, escapeXml, readXml } from "./xml.ts";

const read = (text: string) => readXml(Buffer.from(text));

test("elements, texts and entities are read; declarations, comments and attributes passed over", () => {
  const root = read('<?xml version="1.0"?><!-- c --><A x="1"><B>1 &lt; 2 &#x263A;</B><C/><B>two</B></A>');
  assert.ok(root !== undefined);
  assert.equal(root.name, "A");
  assert.equal(child(root, "B")?.text, "1 < 2 ☺");
  assert.deepEqual(
    root.children.map((one) => one.name),
    ["B", "C", "B"],
  );
});

test("what is not well formed is nothing", () => {
  for (const text of [
    "",
    "text",
    "<A>",
    "<A></B>",
    "<A/><B/>",
    "<A>&nope;</A>",
    "<A>&</A>",
    "<A",
    "<A>x<B/></A>",
    "<!DOCTYPE A><A/>",
    "<A><![CDATA[x]]></A>",
  ])
    assert.equal(read(text), undefined, text);
  assert.equal(read("<A>".repeat(100) + "</A>".repeat(100)), undefined, "too deep");
  assert.equal(readXml(Uint8Array.from([0x3c, 0xff, 0x3e])), undefined, "no UTF-8");
});

test("any text survives escaping", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      assert.equal(read(`<A>${escapeXml(text)}</A>`)?.text, text);
    }),
  );
});
