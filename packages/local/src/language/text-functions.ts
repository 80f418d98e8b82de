import type { Value } from "../documents/document.ts";
import { asInteger, asList, asText, many, type PureFunction, textOf, wrong } from "./arguments.ts";
import { templateGuid, uniqueString } from "./name-hashes.ts";
import { ExpressionError } from "./tokens.ts";

/** The longest text that a template may speak of: ARM's limit on an expression. */
const longestText = 24_576;

const onText = (run: (text: string) => Value): PureFunction => ({
  takes: [1, 1],
  run: (given, name) => run(asText(given, 0, name)),
});

const format = (given: readonly Value[], name: string): string =>
  asText(given, 0, name).replace(/\{\{|\}\}|\{(\d+)\}/g, (found: string, index: string | undefined) => {
    if (index === undefined) return found[0] ?? "";
    const value = given[Number(index) + 1];
    if (value === undefined) throw wrong(name, Number(index) + 1, "there, since the format names it");
    return textOf(value);
  });

/** Functions that make and take text, by name in lower case. */
export const textFunctions: Readonly<Record<string, PureFunction>> = {
  guid: { takes: [1, many], run: (given, name) => templateGuid(given.map((_, index) => asText(given, index, name))) },
  uniquestring: {
    takes: [1, many],
    run: (given, name) => uniqueString(given.map((_, index) => asText(given, index, name))),
  },
  string: { takes: [1, 1], run: (given) => textOf(given[0] ?? null) },
  tolower: onText((text) => text.toLowerCase()),
  toupper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  base64: onText((text) => Buffer.from(text, "utf8").toString("base64")),
  base64tostring: onText((text) => Buffer.from(text, "base64").toString("utf8")),
  split: {
    takes: [2, 2],
    run: (given, name) => {
      const by = Array.isArray(given[1]) ? given[1].map(textOf) : [asText(given, 1, name)];
      const escaped = by.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
      return asText(given, 0, name).split(new RegExp(escaped.join("|")));
    },
  },
  join: {
    takes: [2, 2],
    run: (given, name) =>
      asList(given, 0, name)
        .map(textOf)
        .join(asText(given, 1, name)),
  },
  replace: {
    takes: [3, 3],
    run: (given, name) => asText(given, 0, name).replaceAll(asText(given, 1, name), () => asText(given, 2, name)),
  },
  substring: {
    takes: [2, 3],
    run: (given, name) => {
      const text = asText(given, 0, name);
      const start = asInteger(given, 1, name);
      const count = given.length > 2 ? asInteger(given, 2, name) : text.length - start;
      if (start < 0 || count < 0 || start + count > text.length)
        throw new ExpressionError(
          `The template function '${name}' reaches beyond the text: start ${start}, length ${count}, of ${text.length} letters.`,
        );
      return text.slice(start, start + count);
    },
  },
  startswith: {
    takes: [2, 2],
    run: (given, name) =>
      asText(given, 0, name)
        .toLowerCase()
        .startsWith(asText(given, 1, name).toLowerCase()),
  },
  endswith: {
    takes: [2, 2],
    run: (given, name) =>
      asText(given, 0, name)
        .toLowerCase()
        .endsWith(asText(given, 1, name).toLowerCase()),
  },
  indexof: {
    takes: [2, 2],
    run: (given, name) =>
      asText(given, 0, name)
        .toLowerCase()
        .indexOf(asText(given, 1, name).toLowerCase()),
  },
  padleft: {
    takes: [2, 3],
    run: (given, name) => {
      const length = asInteger(given, 1, name);
      if (length < 0 || length > longestText) throw wrong(name, 1, `an integer from 0 to ${longestText}`);
      return textOf(given[0] ?? null).padStart(length, given.length > 2 ? asText(given, 2, name) : " ");
    },
  },
  lastindexof: {
    takes: [2, 2],
    run: (given, name) =>
      asText(given, 0, name)
        .toLowerCase()
        .lastIndexOf(asText(given, 1, name).toLowerCase()),
  },
  base64tojson: {
    takes: [1, 1],
    run: (given, name) => {
      try {
        return JSON.parse(Buffer.from(asText(given, 0, name), "base64").toString("utf8")) as Value;
      } catch (error) {
        if (error instanceof ExpressionError) throw error;
        throw wrong(name, 0, "JSON in base64");
      }
    },
  },
  uri: {
    takes: [2, 2],
    run: (given, name) => {
      const base = asText(given, 0, name);
      if (!URL.canParse(asText(given, 1, name), base)) throw wrong(name, 0, "an absolute address");
      return new URL(asText(given, 1, name), base).href;
    },
  },
  uricomponent: onText((text) => encodeURIComponent(text)),
  uricomponenttostring: {
    takes: [1, 1],
    run: (given, name) => {
      try {
        return decodeURIComponent(asText(given, 0, name));
      } catch (error) {
        if (error instanceof ExpressionError) throw error;
        throw wrong(name, 0, "text in the encoding of addresses");
      }
    },
  },
  datauri: onText((text) => `data:text/plain;charset=utf8;base64,${Buffer.from(text, "utf8").toString("base64")}`),
  datauritostring: {
    takes: [1, 1],
    run: (given, name) => {
      const [, encoding, content] = /^data:[^,]*?(;base64)?,(.*)$/s.exec(asText(given, 0, name)) ?? [];
      if (content === undefined) throw wrong(name, 0, "a data address");
      return encoding === undefined ? content : Buffer.from(content, "base64").toString("utf8");
    },
  },
  format: { takes: [1, many], run: format },
};
