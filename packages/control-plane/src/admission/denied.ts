import { ApiStatus } from "../status/status.ts";

/** A refusal whose code and reason somebody else chose. */
export class Denied extends ApiStatus {
  readonly #code: number;
  readonly #reason: string;
  readonly #details: object | undefined;
  constructor(code: number, reason: string, message: string, details?: object) {
    super("Forbidden", message);
    this.name = "Denied";
    this.#code = code;
    this.#reason = reason;
    this.#details = details;
  }
  override get code(): number {
    return this.#code;
  }
  override toJSON() {
    const { reason: _, code: __, ...plain } = super.toJSON();
    return {
      ...plain,
      ...(this.#reason === "" ? {} : { reason: this.#reason }),
      ...(this.#details === undefined ? {} : { details: this.#details }),
      code: this.#code,
    } as unknown as ReturnType<ApiStatus["toJSON"]>;
  }
}
