import type { Finding } from "../../errors/cloud-error.ts";
import { messages } from "../../errors/messages.ts";
import { invalid, type Rule } from "./rule.ts";

const mostTags = 50;
const longestKey = 512;
const longestValue = 256;
const forbidden = /[<>%&\\?/\p{Cc}]/u;

/** ARM's limits on tags (ARM-ENV-01). */
export const tags: Rule = {
  on: "change",
  reads: ["tags"],
  check: ({ draft }) => {
    const entries = Object.entries(draft.tags ?? {});
    const findings: Finding[] = [];
    if (entries.length > mostTags)
      findings.push(invalid("tags", messages.tooManyTags({ count: entries.length, most: mostTags })));
    const seen = new Map<string, string>();
    for (const [key, value] of entries) {
      const target = `tags["${key}"]`;
      const other = seen.get(key.toLowerCase());
      if (other !== undefined) findings.push(invalid(target, messages.tagKeyTwice({ key, other })));
      seen.set(key.toLowerCase(), key);
      if (key === "") findings.push(invalid(target, messages.tagKeyEmpty()));
      else if (key.length > longestKey)
        findings.push(invalid(target, messages.tagKeyTooLong({ key, length: key.length, most: longestKey })));
      else if (forbidden.test(key)) findings.push(invalid(target, messages.tagKeyCharacters({ key })));
      else if (value.length > longestValue)
        findings.push(invalid(target, messages.tagValueTooLong({ key, length: value.length, most: longestValue })));
    }
    return findings;
  },
};
