import type { Doc } from "./document.ts";

/** One entry of an error's `details`. */
export interface Detail {
  code: string;
  message: string;
  target?: string;
  details?: readonly Detail[];
  /** What else there is to tell, by its type: the policies that denied. */
  additionalInfo?: readonly Doc[];
}

/** Thrown where ARM or a resource provider refuses a call; carries what the caller reads. Nothing of the call has happened. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly target: string | undefined;
  readonly details: readonly Detail[];
  readonly headers: Readonly<Record<string, string>>;
  readonly additionalInfo: readonly Doc[];

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      target?: string;
      details?: readonly Detail[];
      headers?: Readonly<Record<string, string>>;
      additionalInfo?: readonly Doc[];
    } = {},
  ) {
    super(message);
    this.name = "Refusal";
    this.status = status;
    this.code = code;
    this.target = more.target;
    this.details = more.details ?? [];
    this.headers = more.headers ?? {};
    this.additionalInfo = more.additionalInfo ?? [];
  }

  /** The error as it stands in a body: `code`, `message`, and what else there is. */
  toDetail(): Detail {
    return {
      code: this.code,
      message: this.message,
      ...(this.target === undefined ? {} : { target: this.target }),
      ...(this.details.length === 0 ? {} : { details: this.details }),
      ...(this.additionalInfo.length === 0 ? {} : { additionalInfo: this.additionalInfo }),
    };
  }
}

/** A detail as plain JSON. */
export const detailToDoc = (detail: Detail): Doc => JSON.parse(JSON.stringify(detail)) as Doc;

/** A detail out of plain JSON that another part of the emulated cloud answered. */
export function detailFromDoc(doc: Doc): Detail {
  return {
    code: typeof doc["code"] === "string" ? doc["code"] : "InternalServerError",
    message: typeof doc["message"] === "string" ? doc["message"] : "The provider gave no message.",
    ...(typeof doc["target"] === "string" ? { target: doc["target"] } : {}),
    ...(Array.isArray(doc["details"]) ? { details: (doc["details"] as Doc[]).map(detailFromDoc) } : {}),
    ...(Array.isArray(doc["additionalInfo"]) ? { additionalInfo: doc["additionalInfo"] as Doc[] } : {}),
  };
}
