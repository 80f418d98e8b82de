declare const sealed: unique symbol;

/** A secret as it lies in the store: standard base64 of the sealed blob (spec 02 §7.2). Safe to hold, log or compare; not to show to a customer. */
export type Sealed = string & { readonly [sealed]: "Sealed" };

/** Seals secrets on their way into a document and opens them where a step needs the clear text. */
export interface Sealer {
  /** A fresh nonce per call: two seals of one value differ. */
  seal(clear: string | Uint8Array): Sealed;
  /** @throws Error "message authentication failed" when no known key opens it. */
  openText(value: Sealed): Secret<string>;
  /** As {@link openText}, for members that hold bytes (DER keys, kubeconfigs). */
  openBytes(value: Sealed): Secret<Uint8Array>;
}

/** A clear secret in memory. Prints, serialises and inspects as `[secret]`; only `reveal()` gives the value. */
export class Secret<Value> {
  readonly #value: Value;
  constructor(value: Value) {
    this.#value = value;
  }
  reveal(): Value {
    return this.#value;
  }
  toString(): string {
    return "[secret]";
  }
  toJSON(): string {
    return "[secret]";
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[secret]";
  }
}
