/** A quantity of Kubernetes, exact: a whole number of billionths. */
export class Quantity {
  readonly billionths: bigint;
  constructor(billionths: bigint) {
    this.billionths = billionths;
  }

  /** Undefined for what is no quantity: `100Mi`, `1.5`, `2e3`, `500m`. */
  static read(text: string): Quantity | undefined {
    const [, sign, whole = "", part = "", suffix = "", exponent] =
      /^([+-]?)(\d*)(?:\.(\d*))?(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\d+))?$/.exec(text) ?? [];
    if (sign === undefined || (whole === "" && part === "")) return undefined;
    const binary = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"].indexOf(suffix) + 1;
    const decimal = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }[suffix] ?? Number(exponent ?? 0);
    if (Math.abs(decimal) > 400) return undefined;
    let amount = BigInt(whole + part) * 1_000_000_000n;
    const shift = (binary > 0 ? 0 : decimal) - part.length;
    amount = shift >= 0 ? amount * 10n ** BigInt(shift) : amount / 10n ** BigInt(-shift);
    if (binary > 0) amount *= 1024n ** BigInt(binary);
    return new Quantity(sign === "-" ? -amount : amount);
  }

  compare(other: Quantity): bigint {
    return this.billionths < other.billionths ? -1n : this.billionths > other.billionths ? 1n : 0n;
  }

  get isInteger(): boolean {
    return this.billionths % 1_000_000_000n === 0n;
  }

  get asInteger(): bigint {
    return this.billionths / 1_000_000_000n;
  }
}
