import type { Random } from "@aro/runtime";

/** A fresh entity tag, in the weak form that network resources carry. */
export const freshEtag = (engine: { random: Random }): string => `W/"${engine.random.uuid()}"`;

/** A fresh entity tag as storage writes it. */
export const freshHexEtag = (engine: { random: Random }): string =>
  `"0x8D${Buffer.from(engine.random.bytes(7)).toString("hex").toUpperCase().slice(0, 13)}"`;

/** The forms of entity tags other than `W/"…"`: as storage writes them, without quotes, in quotes. */
export type EtagForm = "hex" | "bare" | "quoted";

/** A fresh entity tag in a type's form. */
export function etagOf(engine: { random: Random }, type: { etagForm?: EtagForm }): string {
  switch (type.etagForm) {
    case "hex":
      return freshHexEtag(engine);
    case "bare":
      return engine.random.uuid();
    case "quoted":
      return `"${engine.random.uuid()}"`;
    default:
      return freshEtag(engine);
  }
}
