import { badFilter } from "./bad-filter.ts";
import { type Token, tokens } from "./tokens.ts";

export type Literal = string | number | boolean | null;

/** A filter's text, read token by token; what is not as it is wanted is refused with what was. */
export interface Cursor {
  /** The token `ahead` of the next one. */
  peek(ahead?: number): Token | undefined;
  skip(): void;
  /** Whether the token `ahead` of the next one is this word, in any case. */
  isWord(wanted: string, ahead?: number): boolean;
  isSign(wanted: string): boolean;
  sign(wanted: string): void;
  /** A word; of this name, if one is given. */
  word(wanted?: string): string;
  literal(): Literal;
  text(): string;
  fail(wanted: string): Error;
}

/** A cursor at the start of a filter; throws what {@link tokens} throws. */
export function cursorOver(filter: string): Cursor {
  const list = tokens(filter);
  let at = 0;
  const fail = (wanted: string) => badFilter(`${wanted} expected in '${filter}'.`);
  const literal = (): Literal => {
    const token = list[at++];
    if (token?.is === "text" || token?.is === "literal") return token.value;
    // GUIDs stand without quotes too.
    if (token?.is === "word" && /^[0-9a-f-]{36}$/i.test(token.value)) return token.value;
    throw fail("A value");
  };
  const isWord = (wanted: string, ahead = 0): boolean => {
    const token = list[at + ahead];
    return token?.is === "word" && token.value.toLowerCase() === wanted;
  };
  const isSign = (wanted: string): boolean => list[at]?.is === "sign" && list[at]?.value === wanted;
  return {
    peek: (ahead = 0) => list[at + ahead],
    skip: () => void at++,
    isWord,
    isSign,
    sign: (wanted) => {
      if (!isSign(wanted)) throw fail(`'${wanted}'`);
      at++;
    },
    word: (wanted) => {
      const token = list[at++];
      if (token?.is !== "word") throw fail("A name");
      if (wanted !== undefined && token.value !== wanted) throw fail(`'${wanted}'`);
      return token.value;
    },
    literal,
    text: () => {
      const value = literal();
      if (typeof value !== "string") throw fail("A text");
      return value;
    },
    fail,
  };
}
