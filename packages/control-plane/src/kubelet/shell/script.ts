import { type Piece, type Token, tokensOf } from "./words.ts";

/** A command with its words, and where its outputs go instead. */
export interface PipedCommand {
  words: Piece[][];
  redirects: { from: 1 | 2; to: 1 | 2 | "nowhere" }[];
}
/** Commands whose outputs feed each other, from left to right. */
export type Pipeline = readonly PipedCommand[];
/** What a shell does: one step after the other, as the last one ended. */
export type Step =
  | { when: "always" | "success" | "failure"; pipeline: Pipeline }
  | {
      when: "always" | "success" | "failure";
      loop: { condition: readonly Step[]; until: boolean; body: readonly Step[] };
    };

const plain = (token: Token | undefined): string | undefined =>
  token?.type === "word" ? token.pieces.map((one) => ("text" in one ? one.text : "$")).join("") : undefined;

/** Reads a script: lists of pipelines, `while` and `until` loops. @throws Error when it cannot be read. */
export function readScript(text: string): Step[] {
  const tokens = tokensOf(text);
  let at = 0;
  const list = (ends: readonly string[]): Step[] => {
    const steps: Step[] = [];
    let when: Step["when"] = "always";
    while (at < tokens.length) {
      const token = tokens[at] as Token;
      if (token.type === "operator") {
        if (token.text === "|") throw new Error('syntax error: unexpected "|"');
        when = token.text === "&&" ? "success" : token.text === "||" ? "failure" : "always";
        at++;
        continue;
      }
      const word = plain(token) ?? "";
      if (ends.includes(word)) return steps;
      if (word === "while" || word === "until") {
        at++;
        const condition = list(["do"]);
        require("do");
        const body = list(["done"]);
        require("done");
        steps.push({ when, loop: { condition, until: word === "until", body } });
      } else steps.push({ when, pipeline: pipeline() });
      when = "always";
    }
    return steps;
  };
  const require = (word: string): void => {
    if (plain(tokens[at]) !== word) throw new Error(`syntax error: unexpected end of file (expecting "${word}")`);
    at++;
  };
  const pipeline = (): Pipeline => {
    const commands: PipedCommand[] = [{ words: [], redirects: [] }];
    for (; at < tokens.length; at++) {
      const token = tokens[at] as Token;
      if (token.type === "word") commands.at(-1)?.words.push(token.pieces);
      else if (token.type === "redirect") commands.at(-1)?.redirects.push(token);
      else if (token.text === "|") commands.push({ words: [], redirects: [] });
      else break;
    }
    if (commands.some(({ words }) => words.length === 0)) throw new Error('syntax error: unexpected "|"');
    return commands;
  };
  return list([]);
}
